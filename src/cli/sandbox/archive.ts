import { archiveSandbox } from '../../accounts/archive-sandbox.ts';
import { define, type WithYes, yesOption } from '../command.ts';
import { confirm, declined } from '../confirm.ts';
import { findSandbox } from '../find-sandbox.ts';
import { sandboxAnswer } from './present.ts';

export const archiveCommand = define<WithYes>({
  usage: 'archive <sandbox>',
  about: 'Archive a sandbox for good: it can be read, and has no tools.',
  example: 'concierge sandbox archive staging --yes',
  options: [yesOption],
  run: async (work, { yes }, wanted) => {
    const { sandbox_id, name } = await findSandbox(work, wanted);
    if (!(await confirm(work, yes, `Archive the sandbox ${name} for good?`))) return declined;
    return sandboxAnswer(await archiveSandbox(work.rooms.accounts, work.caller, sandbox_id));
  },
});
