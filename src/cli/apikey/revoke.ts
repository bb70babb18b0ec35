import { answerOf } from '../../client/client.ts';
import { ConciergeError, conflict } from '../../errors.ts';
import { define, type WithYes, yesOption } from '../command.ts';
import { confirm, declined } from '../confirm.ts';

type Named = { id: string; name: string };

/** Errors: `not_found`; `conflict` when several have that name. */
const theKey = (keys: readonly Named[], wanted: string): Named => {
  const found = keys.filter(({ id, name }) => id === wanted || name === wanted);
  const [key] = found;
  if (key === undefined)
    throw new ConciergeError(
      'not_found',
      'There is no such API key. `concierge apikey list` shows those there are.',
    );
  if (found.length > 1) throw conflict(`Several API keys are called ${wanted}; give the id.`);
  return key;
};

export const revokeCommand = define<WithYes>({
  usage: 'revoke <key>',
  about: 'Revoke an API key, by id or name: it lets nobody in any more.',
  example: 'concierge apikey revoke key_01J… --yes',
  options: [yesOption],
  run: async (work, { yes }, wanted = '') => {
    const keys = work.client['api-keys'];
    const { id, name } = theKey(await answerOf(keys.$get()), wanted);
    if (!(await confirm(work, yes, `Revoke the API key ${name}?`))) return declined;
    const json = await answerOf(keys[':id'].$delete({ param: { id } }));
    return { text: `${name} is revoked.`, json };
  },
});
