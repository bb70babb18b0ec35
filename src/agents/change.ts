import { type AuditAction, auditChange } from '../audit/record.ts';
import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import { untilFresh } from '../store/until-fresh.ts';
import type { AgentRef, AgentsDeps } from './deps.ts';
import { readAgent } from './read.ts';

/**
 * Reads an agent, lets `decide` say what it becomes (null: as it is), and saves that by compare-and-set together
 * with its audit record; decides anew when another change came between. Returns the agent as it now stands.
 */
export const changeAgent = (
  deps: AgentsDeps,
  caller: Caller,
  ref: AgentRef,
  action: AuditAction,
  decide: (present: Agent) => Agent | null,
): Promise<Agent> =>
  untilFresh(async () => {
    const { key, value: present, version } = await readAgent(deps.store, caller, ref);
    const decided = decide(present);
    if (decided === null) return present;
    const { sandbox_id, slug } = ref;
    const at = deps.now();
    const next = { ...decided, version: present.version + 1, updated_at: at.toISOString() };
    const record = auditChange({ caller, action, subject: next.agent_id, sandbox_id, detail: { slug }, at });
    await deps.store.commit([{ key, value: next, expect: version }, record]);
    return next;
  });
