import type { Caller } from '../../src/domain/account.ts';
import { listAll } from '../../src/store/list-all.ts';
import type { Store } from '../../src/store/port.ts';

/** What the account's audit trail says was done, oldest first. */
export const auditedActions = async (store: Store, { user_id }: Caller): Promise<string[]> =>
  (await listAll<{ action: string }>(store, `{${user_id}}/audit/`)).map(({ value }) => value.action);
