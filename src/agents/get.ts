import { getSandbox } from '../accounts/get-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import type { AgentRef, AgentsDeps } from './deps.ts';
import { readAgent } from './read.ts';

/** One agent by slug, archived or not. Errors: `not_found`. */
export const getAgent = async (
  deps: Pick<AgentsDeps, 'store'>,
  caller: Caller,
  ref: AgentRef,
): Promise<Agent> => {
  await getSandbox(deps, caller, ref.sandbox_id);
  return (await readAgent(deps.store, caller, ref)).value;
};
