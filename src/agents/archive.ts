import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import { changeAgent } from './change.ts';
import type { AgentRef, AgentsDeps } from './deps.ts';

/**
 * Archives an agent: it leaves every list, still shows when asked for by slug, and its slug may be used again.
 * Idempotent. Errors: `not_found`; `conflict` when the sandbox is not active.
 */
export const archiveAgent = async (deps: AgentsDeps, caller: Caller, ref: AgentRef): Promise<Agent> => {
  await requireActiveSandbox(deps, caller, ref.sandbox_id);
  return changeAgent(deps, caller, ref, 'agent.archive', (present) =>
    present.status === 'archived' ? null : { ...present, status: 'archived' },
  );
};
