import type { CallAnswer } from '../../calls/port.ts';
import { answerOf } from '../../client/client.ts';
import { anAgent, pathPart } from '../api.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';
import { usageError } from '../usage-error.ts';

const notAnObject = () =>
  usageError('The arguments of a tool are a JSON object, such as \'{"query": "refunds"}\'.');

const parsed = (json: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notAnObject();
    return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw notAnObject();
  }
};

const contentText = (content: CallAnswer['content']): string =>
  content
    .map((part) => (part.type === 'text' && typeof part.text === 'string' ? part.text : JSON.stringify(part)))
    .join('\n');

export const callCommand = define<InSandbox>({
  usage: 'call <slug> <tool> [json]',
  about: 'Call a tool as an agent does. A result that is an error is exit 1.',
  example: `concierge agent call support acme__search_docs '{"query": "refunds"}'`,
  options: [sandboxOption],
  run: async (work, { sandbox }, slug = '', name = '', json = '{}') => {
    const args = parsed(json);
    const { sandbox_id } = await findSandbox(work, sandbox);
    const param = { sandbox_id, slug: pathPart(slug), name: pathPart(name) };
    const call = anAgent(work.client).tools[':name'].call.$post({ param, json: { arguments: args } });
    const result = await work.waiting(`Calling ${name}`, answerOf(call));
    return { text: contentText(result.content), json: result, failed: result.is_error };
  },
});
