import type { Caller } from '../../domain/account.ts';
import type { Agent } from '../../domain/agent.ts';
import { createId, isId } from '../../domain/id.ts';
import { notFound } from '../../errors.ts';
import { keys } from '../../store/keys.ts';
import type { Store } from '../../store/port.ts';
import type { Exchange } from '../loop/history.ts';

/** A conversation with one agent, at rest. */
export type AgentSession = { session_id: string; agent_id: string; exchanges: Exchange[] };

/** How long an untouched conversation is kept, in ms: 30 days. */
export const sessionLifetimeMs = 30 * 24 * 60 * 60 * 1000;

export type OpenSession = { session: AgentSession; version: number | 'absent' };

/** A new conversation, or the one named. Errors: `not_found`, also for one with another agent. */
export const openSession = async (
  store: Store,
  caller: Caller,
  agent: Agent,
  session_id: string | undefined,
): Promise<OpenSession> => {
  const { agent_id, sandbox_id } = agent;
  if (session_id === undefined)
    return { session: { session_id: createId('session'), agent_id, exchanges: [] }, version: 'absent' };
  const key = keys.agentSession(caller.user_id, sandbox_id, session_id);
  const entry = isId('session', session_id) ? await store.get<AgentSession>(key) : null;
  if (entry === null || entry.value.agent_id !== agent_id) throw notFound('conversation');
  return { session: entry.value, version: entry.version };
};
