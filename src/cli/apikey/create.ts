import { createApiKey } from '../../accounts/create-api-key.ts';
import { fields } from '../columns.ts';
import { define, option, wholeNumber } from '../command.ts';

export const createCommand = define<{ expiresInDays?: number }>({
  usage: 'create <name>',
  about: 'Create an API key; it is printed once.',
  example: 'concierge apikey create ci --expires-in-days 90',
  options: [option('--expires-in-days <number>', 'default: never').argParser(wholeNumber)],
  run: async ({ rooms, caller }, { expiresInDays: expires_in_days }, name = '') => {
    const { api_key, key } = await createApiKey(rooms.accounts, caller, { name, expires_in_days });
    const { id, expires_at = 'never' } = api_key;
    return {
      text: fields({ id, name: api_key.name, expires: expires_at, 'API key, shown only now': key.reveal() }),
      json: { ...api_key, key: key.reveal() },
    };
  },
});
