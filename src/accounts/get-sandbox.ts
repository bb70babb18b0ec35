import type { Caller } from '../domain/account.ts';
import { isId } from '../domain/id.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { notFound } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { Entry, Store } from '../store/port.ts';

/** The stored row. Errors: `not_found`, the same for an unknown id, a malformed one and another account's. */
export const readSandbox = async (
  store: Store,
  { user_id }: Caller,
  sandbox_id: string,
): Promise<Entry<Sandbox>> => {
  const entry = isId('sandbox', sandbox_id)
    ? await store.get<Sandbox>(keys.sandbox(user_id, sandbox_id))
    : null;
  if (entry === null) throw notFound('sandbox');
  return entry;
};

/** Errors: `not_found`. */
export const getSandbox = async (
  { store }: { store: Store },
  caller: Caller,
  sandbox_id: string,
): Promise<Sandbox> => (await readSandbox(store, caller, sandbox_id)).value;
