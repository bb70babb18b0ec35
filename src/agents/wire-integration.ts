import { z } from 'zod';
import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Catalog, Resolution } from '../catalog/port.ts';
import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import { textField } from '../domain/answer-fields.ts';
import { namespaceProblem } from '../domain/label.ts';
import { parseInput } from '../domain/parse.ts';
import type { Source } from '../domain/source.ts';
import { validText } from '../domain/text.ts';
import { conflict } from '../errors.ts';
import { listSources } from '../sources/list.ts';
import { provider } from '../sources/present.ts';
import { changeAgent } from './change.ts';
import type { AgentRef, AgentsDeps } from './deps.ts';
import { readAgent } from './read.ts';

const slugSentence = '`app_slug` is the namespace of a source, 1 to 64 visible characters.';

/** The body of `POST …/agents/{slug}/wire-integration`. */
export const wiringFields = z.object({
  app_slug: z.string(slugSentence).min(1, slugSentence).max(64, slugSentence).refine(validText, slugSentence),
});

export const wiringAnswer = z
  .object({
    wired: z.boolean().describe('Whether the agent has tools of the source.'),
    agent_slug: textField('support'),
    app_slug: textField('acme-docs'),
    sources_added: z.array(textField('user_mcp')).describe("What was added to the agent's `tool_sources`."),
    tool_count: z.int().describe('How many tools of the source the agent can call now.'),
    mode: z
      .enum(['explicit', 'allow_all', 'ingestion_only', 'not_connected', 'unknown_provider'])
      .describe('`ingestion_only` is reserved: every source of ours is one of tools.'),
    message: textField('The agent `support` has 4 tools of Acme Docs.').describe(
      'What holds and what to do next.',
    ),
  })
  .meta({ id: 'Wiring' });

export type Wiring = z.output<typeof wiringAnswer>;

type Finding = Pick<Wiring, 'wired' | 'tool_count' | 'mode' | 'message'>;

const register = 'register your MCP server with `POST …/sources/user-mcp`';
const namesShown = 10;

const toolsIn = (count: number): string => (count === 1 ? '1 tool' : `${count} tools`);

/** The living source of a namespace, or the revoked one that had it last. */
const sourceOf = (sources: readonly Source[], namespace: string): Source | undefined => {
  const own = sources.filter((source) => source.namespace === namespace);
  return own.find(({ status }) => status !== 'disconnected') ?? own.at(-1);
};

const withProvider = (agent: Agent): Agent | null => {
  if (agent.status === 'archived')
    throw conflict(`The agent \`${agent.slug}\` is archived and cannot be changed.`);
  if (agent.tool_sources === null || agent.tool_sources.includes(provider)) return null;
  return { ...agent, tool_sources: [...agent.tool_sources, provider] };
};

const unconnected = (app_slug: string): Finding => {
  const nothing = { wired: false, tool_count: 0 };
  if (namespaceProblem(app_slug) === null)
    return {
      ...nothing,
      mode: 'not_connected',
      message: `No source of this sandbox has the namespace \`${app_slug}\`: ${register}, and every agent has its tools.`,
    };
  return {
    ...nothing,
    mode: 'unknown_provider',
    message: `\`${app_slug}\` cannot be the namespace of a source, and no providers but \`${provider}\` are offered: ${register}.`,
  };
};

const explicit = (agent: Agent, { name, namespace }: Source, callable: readonly string[]): Finding => {
  const entries = new Set(agent.tool_allowlist.filter((entry) => entry.startsWith(`${namespace}__`)));
  const missing = [...entries.difference(new Set(callable))];
  const shown = missing.slice(0, namesShown).map((entry) => `\`${entry}\``);
  const rest = missing.length > namesShown ? ` and ${missing.length - namesShown} more` : '';
  const has = `The allowlist of the agent \`${agent.slug}\` leaves it ${toolsIn(callable.length)} of ${name}.`;
  const message =
    entries.size === 0
      ? `The allowlist of the agent \`${agent.slug}\` names no tool of ${name}: add the ones it should have.`
      : missing.length === 0
        ? has
        : `${has} It also names ${shown.join(', ')}${rest}, which cannot be called now.`;
  return { wired: callable.length > 0, tool_count: callable.length, mode: 'explicit', message };
};

/** What an agent has of a source that exists; `resolution` is the agent's. */
const report = (agent: Agent, source: Source, { tools, absent_sources }: Resolution): Finding => {
  const { name, namespace, status } = source;
  const reason = absent_sources.find((absent) => absent.namespace === namespace)?.reason;
  if (status !== 'active') {
    const message = `${name} is not connected. ${reason ?? 'Test it again.'}`;
    return { wired: false, tool_count: 0, mode: 'not_connected', message };
  }
  const callable = tools.filter(({ app_slug }) => app_slug === namespace).map((tool) => tool.name);
  if (agent.tool_allowlist.length > 0) return explicit(agent, source, callable);
  const has = `The agent \`${agent.slug}\` has ${toolsIn(callable.length)} of ${name}.`;
  const message = reason === undefined ? has : `${has} ${reason}`;
  return { wired: true, tool_count: callable.length, mode: 'allow_all', message };
};

/**
 * Says what an agent has of the source with the namespace `app_slug`. Tools are wired by themselves, so the one
 * thing it changes is to add `user_mcp` back to an agent that had it removed, and only for a source that lives.
 * Errors: `validation`; `not_found`; `conflict` for an archived agent or a sandbox that is not active.
 */
export const wireIntegration = async (
  deps: AgentsDeps & { catalog: Catalog },
  caller: Caller,
  { sandbox_id, slug, expected_versions, ...input }: AgentRef & z.input<typeof wiringFields>,
): Promise<Wiring> => {
  await requireActiveSandbox(deps, caller, sandbox_id);
  const { app_slug } = parseInput(wiringFields, input);
  const ref = { sandbox_id, slug, expected_versions };
  const before = (await readAgent(deps.store, caller, ref)).value;
  const wanted = withProvider(before);
  const source = sourceOf(await listSources(deps, caller, { sandbox_id }), app_slug);
  const answer = { agent_slug: slug, app_slug, sources_added: [] };
  if (source === undefined) return { ...answer, ...unconnected(app_slug) };
  const adds = wanted !== null && source.status !== 'disconnected';
  const agent = adds ? await changeAgent(deps, caller, ref, 'agent.update', withProvider) : before;
  const finding = report(agent, source, await deps.catalog.resolveAgent(caller, agent));
  return { ...answer, sources_added: adds ? [provider] : [], ...finding };
};
