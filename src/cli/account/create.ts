import { createAccount } from '../../accounts/create-account.ts';
import { fields } from '../columns.ts';
import { defineOnStore } from '../command.ts';

export const createCommand = defineOnStore({
  usage: 'create',
  about:
    'Create another account, with an API key of its own, which is printed once, and the sandbox `default`. Works on the store of this machine, never on a server.',
  example: 'concierge account create --json',
  run: async ({ accounts }) => {
    const { api_key, ...account } = await createAccount(accounts);
    const key = api_key.reveal();
    return {
      text: fields({ account: account.user_id, sandbox: account.sandbox_id, 'API key, shown only now': key }),
      json: { ...account, api_key: key },
    };
  },
});
