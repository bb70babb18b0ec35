import { answerOf } from '../../client/client.ts';
import { define } from '../command.ts';
import { sandboxAnswer } from './present.ts';

export const createCommand = define({
  usage: 'create <name>',
  about: 'Create a sandbox: what is registered in one is seen by the agents of that one only.',
  example: 'concierge sandbox create staging',
  run: async ({ client }, _, name = '') =>
    sandboxAnswer(await answerOf(client.storage.sandboxes.$post({ json: { name } }))),
});
