import { listSandboxes } from '../accounts/list-sandboxes.ts';
import { listAgents } from '../agents/list.ts';
import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import type { Source } from '../domain/source.ts';
import { notFound } from '../errors.ts';
import type { SourcesDeps } from '../sources/deps.ts';
import { listSources } from '../sources/list.ts';

/** What exists in the account: read anew for each turn, so that names mean what they mean now. */
export type Facts = {
  /** The conversation's. */
  sandbox: Sandbox;
  /** Active ones, by name. */
  sandboxes: Sandbox[];
  /** Not disconnected, of all those sandboxes: the conversation's own first, each by name. */
  sources: Source[];
  /** Of the conversation's sandbox, active, by slug. */
  agents: Agent[];
};

/** Errors: `not_found` when the conversation's sandbox is gone. */
export const loadFacts = async (deps: SourcesDeps, caller: Caller, sandbox_id: string): Promise<Facts> => {
  const all = await listSandboxes(deps, caller, {});
  const sandbox = all.find((one) => one.sandbox_id === sandbox_id);
  if (!sandbox) throw notFound('sandbox');
  const sandboxes = all
    .filter(({ status }) => status === 'active')
    .sort((one, other) => one.name.localeCompare(other.name));
  const ownFirst = [...sandboxes].sort(
    (one, other) => Number(other.sandbox_id === sandbox_id) - Number(one.sandbox_id === sandbox_id),
  );
  const [sources, agents] = await Promise.all([
    Promise.all(ownFirst.map((one) => listSources(deps, caller, { sandbox_id: one.sandbox_id }))),
    listAgents(deps, caller, { sandbox_id }),
  ]);
  return {
    sandbox,
    sandboxes,
    sources: sources.flat().filter(({ status }) => status !== 'disconnected'),
    agents: agents.filter(({ status }) => status === 'active'),
  };
};
