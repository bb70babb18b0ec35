import { answerOf } from '../../client/client.ts';
import { anAgent } from '../api.ts';
import { changed, define, type InSandbox, sandboxOption, type WithYes, yesOption } from '../command.ts';
import { confirm, declined } from '../confirm.ts';
import { findAgent } from '../find-agent.ts';

export const archiveCommand = define<InSandbox & WithYes>({
  usage: 'archive <slug>',
  about: 'Archive an agent: it leaves every list and has no tools; its slug is free again.',
  example: 'concierge agent archive support --yes',
  options: [yesOption, sandboxOption],
  run: async (work, { sandbox, yes }, slug = '') => {
    const { agent, param } = await findAgent(work, slug, sandbox);
    if (!(await confirm(work, yes, `Archive the agent ${agent.name} for good?`))) return declined;
    await answerOf(anAgent(work.client).$delete({ param }));
    return changed({ success: true, message: `${agent.slug} is archived.` });
  },
});
