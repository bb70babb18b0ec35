import { getSandbox } from '../accounts/get-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import { keys } from '../store/keys.ts';
import { listAll } from '../store/list-all.ts';
import type { AgentsDeps } from './deps.ts';

/** The agents of a sandbox that are not archived, ordered by slug. Errors: `not_found`. */
export const listAgents = async (
  deps: Pick<AgentsDeps, 'store'>,
  caller: Caller,
  { sandbox_id }: { sandbox_id: string },
): Promise<Agent[]> => {
  await getSandbox(deps, caller, sandbox_id);
  const agents = await listAll<Agent>(deps.store, keys.agent(caller.user_id, sandbox_id, ''));
  return agents.map(({ value }) => value).filter(({ status }) => status !== 'archived');
};
