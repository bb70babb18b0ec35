import { archiveAgent } from '../../agents/archive.ts';
import { getAgent } from '../../agents/get.ts';
import { presentAgent } from '../../agents/present.ts';
import { define, type InSandbox, sandboxOption, type WithYes, yesOption } from '../command.ts';
import { confirm, declined } from '../confirm.ts';
import { findSandbox } from '../find-sandbox.ts';

export const archiveCommand = define<InSandbox & WithYes>({
  usage: 'archive <slug>',
  about: 'Archive an agent: it leaves every list and has no tools; its slug is free again.',
  example: 'concierge agent archive support --yes',
  options: [yesOption, sandboxOption],
  run: async (work, { sandbox, yes }, slug = '') => {
    const { sandbox_id } = await findSandbox(work, sandbox);
    const { name } = await getAgent(work.rooms.agents, work.caller, { sandbox_id, slug });
    if (!(await confirm(work, yes, `Archive the agent ${name} for good?`))) return declined;
    const agent = await archiveAgent(work.rooms.agents, work.caller, { sandbox_id, slug });
    return { text: `${agent.slug} is archived.`, json: presentAgent(agent) };
  },
});
