import { z } from 'zod';
import type { Account, Caller } from '../domain/account.ts';
import { idField, timeField } from '../domain/answer-fields.ts';
import { notFound } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { AccountsDeps } from './deps.ts';

export const publicProfile = z
  .object({ user_id: idField('account'), created_at: timeField })
  .meta({ id: 'Profile' });

/** An account as its owner sees it. Errors: `not_found`. */
export const getProfile = async (
  { store }: Pick<AccountsDeps, 'store'>,
  caller: Caller,
): Promise<z.output<typeof publicProfile>> => {
  const account = await store.get<Account>(keys.account(caller.user_id));
  if (account === null) throw notFound('account');
  const { user_id, created_at } = account.value;
  return { user_id, created_at };
};
