import { archiveAgent } from '../../agents/archive.ts';
import { presentAgent } from '../../agents/present.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';

export const archiveCommand = define<InSandbox>({
  usage: 'archive <slug>',
  about: 'Archive an agent: it leaves every list and has no tools; its slug is free again.',
  example: 'concierge agent archive support',
  options: [sandboxOption],
  run: async (work, { sandbox }, slug = '') => {
    const { sandbox_id } = await findSandbox(work, sandbox);
    const agent = await archiveAgent(work.rooms.agents, work.caller, { sandbox_id, slug });
    return { text: `${agent.slug} is archived.`, json: presentAgent(agent) };
  },
});
