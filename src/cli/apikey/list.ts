import { answerOf } from '../../client/client.ts';
import { columns } from '../columns.ts';
import { define } from '../command.ts';

export const listCommand = define({
  usage: 'list',
  about: 'List the API keys, by the characters they begin with.',
  example: 'concierge apikey list',
  run: async ({ client }) => {
    const keys = await answerOf(client['api-keys'].$get());
    const rows = keys.map(({ id, name, key_prefix, expires_at, is_expired, last_used_at }) => [
      id,
      name,
      `${key_prefix}…`,
      expires_at === undefined ? 'never expires' : `${is_expired ? 'expired' : 'expires'} ${expires_at}`,
      last_used_at === undefined ? 'never used' : `used ${last_used_at}`,
    ]);
    return {
      text: rows.length === 0 ? 'No API keys. To make one: `concierge apikey create`.' : columns(rows),
      json: keys,
    };
  },
});
