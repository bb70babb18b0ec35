import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import { requireExpected } from '../domain/expected-version.ts';
import { notFound } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { Entry, Store } from '../store/port.ts';
import type { AgentRef } from './deps.ts';

/**
 * The stored agent, archived or not. Throws `not_found` for a slug that is malformed or unknown there;
 * `precondition_failed` when it has not the version that the caller expects.
 */
export const readAgent = async (store: Store, caller: Caller, ref: AgentRef): Promise<Entry<Agent>> => {
  const entry = await store.get<Agent>(keys.agent(caller.user_id, ref.sandbox_id, ref.slug));
  if (entry === null) throw notFound('agent');
  requireExpected('agent', entry.value.version, ref);
  return entry;
};
