import { answerOf } from '../../client/client.ts';
import { aSource } from '../api.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSource } from '../find-source.ts';

export const renameCommand = define<InSandbox>({
  usage: 'rename <source> <label>',
  about: 'Give a source another label; its tools are then named after it.',
  example: 'concierge source rename acme "Acme docs"',
  options: [sandboxOption],
  run: async (work, { sandbox }, wanted = '', name = '') => {
    const { param } = await findSource(work, wanted, sandbox);
    const json = await answerOf(aSource(work.client).$patch({ param, json: { name } }));
    const named = `\`${json.adapter_config.app_namespace}__…\``;
    return { text: `It is ${json.name} now; its tools are named ${named}.`, json };
  },
});
