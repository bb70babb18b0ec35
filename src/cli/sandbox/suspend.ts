import { suspendSandbox } from '../../accounts/suspend-sandbox.ts';
import { define } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';
import { sandboxAnswer } from './present.ts';

export const suspendCommand = define({
  usage: 'suspend <sandbox>',
  about: 'Suspend a sandbox: it can be read, and has no tools until it is reactivated.',
  example: 'concierge sandbox suspend staging',
  run: async (work, _, wanted) => {
    const { sandbox_id } = await findSandbox(work, wanted);
    return sandboxAnswer(await suspendSandbox(work.rooms.accounts, work.caller, sandbox_id));
  },
});
