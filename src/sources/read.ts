import type { Caller } from '../domain/account.ts';
import type { Source } from '../domain/source.ts';
import { notFound } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { Entry, Store } from '../store/port.ts';
import type { SourceRef } from './deps.ts';

/** The stored row. Throws `not_found` for an id that is malformed, unknown, of another sandbox or account. */
export const readSource = async (
  store: Store,
  caller: Caller,
  { sandbox_id, data_source_id }: SourceRef,
): Promise<Entry<Source>> => {
  const entry = await store.get<Source>(keys.source(caller.user_id, sandbox_id, data_source_id));
  if (entry === null) throw notFound('data source');
  return entry;
};
