import { define } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';
import { sandboxAnswer } from './present.ts';

export const showCommand = define({
  usage: 'show <sandbox>',
  about: 'Show a sandbox, by id or name.',
  example: 'concierge sandbox show staging',
  run: async (work, _, wanted) => sandboxAnswer(await findSandbox(work, wanted)),
});
