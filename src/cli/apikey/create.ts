import { answerOf } from '../../client/client.ts';
import { fields } from '../columns.ts';
import { define, option, wholeNumber } from '../command.ts';

export const createCommand = define<{ expiresInDays?: number }>({
  usage: 'create <name>',
  about: 'Create an API key; it is printed once.',
  example: 'concierge apikey create ci --expires-in-days 90',
  options: [option('--expires-in-days <number>', 'default: never').argParser(wholeNumber)],
  run: async ({ client }, { expiresInDays: expires_in_days }, name = '') => {
    const made = await answerOf(client['api-keys'].$post({ json: { name, expires_in_days } }));
    const { id, expires_at: expires = 'never', key } = made;
    return { text: fields({ id, name: made.name, expires, 'API key, shown only now': key }), json: made };
  },
});
