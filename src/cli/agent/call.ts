import { getAgent } from '../../agents/get.ts';
import type { CallAnswer } from '../../calls/port.ts';
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
    const { caller, rooms, signal } = work;
    const args = parsed(json);
    const { sandbox_id } = await findSandbox(work, sandbox);
    const agent = await getAgent(rooms.agents, caller, { sandbox_id, slug });
    const result = await rooms.calls.call(
      caller,
      { kind: 'agent', agent },
      { name, arguments: args, signal },
    );
    return { text: contentText(result.content), json: result, failed: result.is_error };
  },
});
