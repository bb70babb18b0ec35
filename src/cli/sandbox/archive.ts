import { answerOf } from '../../client/client.ts';
import { inSandbox } from '../api.ts';
import { changed, define, type WithYes, yesOption } from '../command.ts';
import { confirm, declined } from '../confirm.ts';
import { findSandbox } from '../find-sandbox.ts';

export const archiveCommand = define<WithYes>({
  usage: 'archive <sandbox>',
  about: 'Archive a sandbox for good: it can be read, and has no tools.',
  example: 'concierge sandbox archive staging --yes',
  options: [yesOption],
  run: async (work, { yes }, wanted) => {
    const { sandbox_id, name } = await findSandbox(work, wanted);
    if (!(await confirm(work, yes, `Archive the sandbox ${name} for good?`))) return declined;
    return changed(await answerOf(inSandbox(work.client).archive.$post({ param: { sandbox_id } })));
  },
});
