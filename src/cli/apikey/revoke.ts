import { answerOf } from '../../client/client.ts';
import { notFound } from '../../errors.ts';
import { define, type WithYes, yesOption } from '../command.ts';
import { confirm, declined } from '../confirm.ts';

export const revokeCommand = define<WithYes>({
  usage: 'revoke <id>',
  about: 'Revoke an API key: it lets nobody in any more.',
  example: 'concierge apikey revoke key_01J… --yes',
  options: [yesOption],
  run: async (work, { yes }, id = '') => {
    const keys = work.client['api-keys'];
    const key = (await answerOf(keys.$get())).find((one) => one.id === id);
    if (key === undefined) throw notFound('API key');
    if (!(await confirm(work, yes, `Revoke the API key ${key.name}?`))) return declined;
    const json = await answerOf(keys[':id'].$delete({ param: { id } }));
    return { text: `${key.name} is revoked.`, json };
  },
});
