import type { Account } from '../domain/account.ts';
import { keys } from '../store/keys.ts';
import type { Store } from '../store/port.ts';
import { movingOf } from './kinds.ts';

export type Moved = { key: string; value: unknown };

async function* under(store: Store, prefix: string): AsyncGenerator<Moved> {
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Store['list']>> = await store.list(
      prefix,
      after === null ? {} : { after },
    );
    for (const { key, value } of page.entries) if (movingOf(key) !== 'left') yield { key, value };
    after = page.cursor;
  } while (after !== null);
}

/** The accounts of a store. */
export async function* accountsOf(store: Store): AsyncGenerator<string> {
  for await (const { value } of under(store, keys.system.account(''))) yield (value as Account).user_id;
}

/** All that moves, in the same order from every store: account by account, and last what leads to the accounts. */
export async function* entriesOf(store: Store): AsyncGenerator<Moved> {
  for await (const user_id of accountsOf(store)) yield* under(store, `{${user_id}}/`);
  yield* under(store, '{system}/');
}
