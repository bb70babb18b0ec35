import { answerOf } from '../../client/client.ts';
import { inSandbox } from '../api.ts';
import { columns } from '../columns.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';

export const listCommand = define<InSandbox>({
  usage: 'list',
  about: 'List the agents of a sandbox.',
  example: 'concierge agent list',
  options: [sandboxOption],
  run: async (work, { sandbox }) => {
    const { sandbox_id, name } = await findSandbox(work, sandbox);
    const json = await answerOf(inSandbox(work.client).agents.$get({ param: { sandbox_id } }));
    const rows = json.agents.map((agent) => [agent.slug, agent.name, agent.model_settings.model]);
    return {
      text:
        rows.length === 0
          ? `No agents in \`${name}\`. To make one: \`concierge agent create\`.`
          : columns(rows),
      json,
    };
  },
});
