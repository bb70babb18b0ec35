import type { Caller } from '../domain/account.ts';
import { requireExpected } from '../domain/expected-version.ts';
import type { Source } from '../domain/source.ts';
import { notFound } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { Entry, Store } from '../store/port.ts';
import type { SourceRef } from './deps.ts';

/**
 * The stored row. Throws `not_found` for an id that is malformed, unknown, of another sandbox or account;
 * `precondition_failed` when it has not the version that the caller expects.
 */
export const readSource = async (store: Store, caller: Caller, ref: SourceRef): Promise<Entry<Source>> => {
  const { sandbox_id, data_source_id } = ref;
  const entry = await store.get<Source>(keys.source(caller.user_id, sandbox_id, data_source_id));
  if (entry === null) throw notFound('data source');
  requireExpected('source', entry.value.version, ref);
  return entry;
};
