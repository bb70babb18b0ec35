import type { FixtureName, FixtureServers } from '../fixtures/servers.ts';
import type { Client } from './client.ts';
import type { Conversation } from './conversation.ts';

type Sandboxes = { sandboxes: { sandbox_id: string; name: string }[] };
type Given = NonNullable<Conversation['given']>;

const authOf = (server: FixtureName, fixtures: FixtureServers) => {
  if (server === 'bearer') return { auth_kind: 'bearer', token: fixtures.token.good };
  if (server === 'header')
    return { auth_kind: 'header_token', auth_header: 'X-Api-Key', token: fixtures.token.good };
  return { auth_kind: 'none' };
};

const makeSandboxes = async (client: Client, names: string[]): Promise<Map<string, string>> => {
  const present = (await client.ask<Sandboxes>('GET', '')).sandboxes;
  for (const { sandbox_id, name } of present)
    if (!names.includes(name)) await client.ask('DELETE', `/${sandbox_id}`);
  for (const name of names)
    if (!present.some((sandbox) => sandbox.name === name)) await client.ask('POST', '', { name });
  const made = (await client.ask<Sandboxes>('GET', '')).sandboxes;
  return new Map(made.map(({ name, sandbox_id }) => [name, sandbox_id]));
};

const makeSource = async (
  client: Client,
  sandbox_id: string,
  source: NonNullable<Given['sources']>[number],
  fixtures: FixtureServers,
): Promise<void> => {
  const { data_source_id } = await client.ask<{ data_source_id: string }>(
    'POST',
    `/${sandbox_id}/sources/user-mcp`,
    { name: source.name, base_url: fixtures.url(source.server), ...authOf(source.server, fixtures) },
  );
  if (source.paused === true) await client.ask('POST', `/${sandbox_id}/sources/${data_source_id}/pause`);
};

/** Makes what a conversation starts from; returns the ids of its sandboxes by name, its own first. */
export const makeGiven = async (
  client: Client,
  given: Given,
  fixtures: FixtureServers,
): Promise<Map<string, string>> => {
  const names = given.sandboxes ?? ['default'];
  const all = await makeSandboxes(client, names);
  const ids = new Map(names.map((name) => [name, all.get(name)!]));
  const idOf = (name: string = names[0]!): string => ids.get(name)!;
  for (const { sandbox, tool_allowlist = [], ...agent } of given.agents ?? [])
    await client.ask('POST', `/${idOf(sandbox)}/agents`, {
      ...agent,
      tool_allowlist,
      system_prompt: `You are ${agent.name}.`,
      model_settings: { backend: 'anthropic', model: 'claude-haiku-5-5' },
    });
  for (const source of given.sources ?? []) await makeSource(client, idOf(source.sandbox), source, fixtures);
  return ids;
};
