import type { Caller } from '../domain/account.ts';
import { isId } from '../domain/id.ts';
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
  const known = isId('sandbox', sandbox_id) && isId('source', data_source_id);
  const entry = known && (await store.get<Source>(keys.source(caller.user_id, sandbox_id, data_source_id)));
  if (!entry) throw notFound('data source');
  return entry;
};
