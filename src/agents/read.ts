import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import { notFound } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { Entry, Store } from '../store/port.ts';
import type { AgentRef } from './deps.ts';

/** The stored agent, archived or not. Throws `not_found` for a slug that is malformed or unknown there. */
export const readAgent = async (
  store: Store,
  caller: Caller,
  { sandbox_id, slug }: AgentRef,
): Promise<Entry<Agent>> => {
  const entry = await store.get<Agent>(keys.agent(caller.user_id, sandbox_id, slug));
  if (entry === null) throw notFound('agent');
  return entry;
};
