import { listApiKeys } from '../../accounts/list-api-keys.ts';
import { revokeApiKey } from '../../accounts/revoke-api-key.ts';
import { notFound } from '../../errors.ts';
import { define, type WithYes, yesOption } from '../command.ts';
import { confirm, declined } from '../confirm.ts';

export const revokeCommand = define<WithYes>({
  usage: 'revoke <id>',
  about: 'Revoke an API key: it lets nobody in any more.',
  example: 'concierge apikey revoke key_01J… --yes',
  options: [yesOption],
  run: async (work, { yes }, id = '') => {
    const { accounts } = work.rooms;
    const key = (await listApiKeys(accounts, work.caller)).find((one) => one.id === id);
    if (key === undefined) throw notFound('API key');
    if (!(await confirm(work, yes, `Revoke the API key ${key.name}?`))) return declined;
    return { text: `${key.name} is revoked.`, json: await revokeApiKey(accounts, work.caller, id) };
  },
});
