import { auditChange } from '../audit/record.ts';
import type { Account } from '../domain/account.ts';
import { createId } from '../domain/id.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { keys } from '../store/keys.ts';
import type { Change } from '../store/port.ts';
import { newSandbox } from './new-sandbox.ts';

/** The sandbox that every account begins with. */
export const firstSandboxName = 'default';

export type NewAccount = {
  account: Account;
  sandbox: Sandbox;
  /** For the account's commit, which comes first. */
  own: Change[];
  /** For the `{system}` commit, which makes the account known. */
  system: Change;
};

/** Drafts an account with its sandbox `default`; nothing is stored yet. */
export const newAccount = (at: Date): NewAccount => {
  const user_id = createId('account');
  const account: Account = { user_id, created_at: at.toISOString() };
  const fields = { name: firstSandboxName, owner_id: user_id, tier: 'free', metadata: {} };
  const { sandbox, changes } = newSandbox({ user_id }, fields, at);
  return {
    account,
    sandbox,
    own: [
      { key: keys.account(user_id), value: account, expect: 'absent' },
      auditChange({ caller: { user_id }, action: 'account.create', subject: user_id, at }),
      ...changes,
    ],
    system: { key: keys.system.account(user_id), value: account, expect: 'absent' },
  };
};
