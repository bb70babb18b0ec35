import { getAgent } from '../../agents/get.ts';
import { type CallResult, callTool } from '../../calls/call-tool.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';
import { usageError } from '../usage-error.ts';

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usageError('The arguments of a tool are a JSON object, such as \'{"query": "refunds"}\'.');
  }
};

const contentText = (content: CallResult['content']): string =>
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
    const result = await callTool(rooms.calls, caller, agent, { name, arguments: args, signal });
    return { text: contentText(result.content), json: result, failed: result.is_error };
  },
});
