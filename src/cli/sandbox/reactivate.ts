import { reactivateSandbox } from '../../accounts/reactivate-sandbox.ts';
import { define } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';
import { sandboxAnswer } from './present.ts';

export const reactivateCommand = define({
  usage: 'reactivate <sandbox>',
  about: 'Make a suspended sandbox active again.',
  example: 'concierge sandbox reactivate staging',
  run: async (work, _, wanted) => {
    const { sandbox_id } = await findSandbox(work, wanted);
    return sandboxAnswer(await reactivateSandbox(work.rooms.accounts, work.caller, sandbox_id));
  },
});
