import type Anthropic from '@anthropic-ai/sdk';
import type { ModelMessage, ModelTool } from '../../agents/loop/model.ts';
import { fence, fenceNote } from '../../agents/loop/tool-result.ts';
import { visibleText } from '../../domain/text.ts';
import type { Message } from '../interpreter.ts';
import { prompts } from '../prompts.gen.ts';
import { proposeCommandsTool } from './propose-commands.ts';
import { readTools } from './read-tools.ts';

/** The same bytes in every request: all before this mark is kept by the provider's cache. */
const cached = { cache_control: { type: 'ephemeral' } } as const;

export const system: Anthropic.TextBlockParam[] = [
  { type: 'text', text: `${prompts['model.system']}\n\n${fenceNote}`, ...cached },
];

export const tools: ModelTool[] = [...readTools, { ...proposeCommandsTool, ...cached }];

const maxRecentLength = 1000;
const ownId = /\b(sb|ds|ag|rn|ss|key|us)_[0-9A-HJKMNP-TV-Z]{26}\b/g;
const withoutIds = (text: string): string => text.replace(ownId, '$1_…');

/** The state of the conversation as a model may know it: selected fields, names instead of ids. */
const stateOf = ({ view, recent, allowed }: Message) => {
  const { source, ...slots } = view.slots;
  const about = view.sources.find(({ data_source_id }) => data_source_id === source);
  return {
    flow: view.flow,
    awaiting: view.awaiting,
    slots: { ...slots, ...(about && { source: about.name }) },
    offered: view.offered,
    options: view.options.map(({ label }) => label),
    sandbox: view.sandbox,
    sandboxes: view.sandboxes,
    sources: view.sources.map(({ name, status }) => ({ name, status })),
    agents: view.agents.map(({ slug, name }) => ({ slug, name })),
    allowed_commands: allowed,
    recent_messages: recent.map(({ role, text }) => ({
      role,
      text: withoutIds(text).slice(0, maxRecentLength),
    })),
  };
};

/** JSON with a field a line: short, and still to be read by people. */
const linesOf = (state: object): string =>
  `{${Object.entries(state)
    .map(([field, value]) => `"${field}": ${JSON.stringify(value)}`)
    .join(',\n ')}}`;

/** The one message of a turn: the state, as data, and what the user said. */
export const firstMessage = (message: Message): ModelMessage => ({
  role: 'user',
  content: [
    {
      type: 'text',
      text: `State of the conversation:\n${fence(visibleText(linesOf(stateOf(message))))}`,
    },
    { type: 'text', text: `The user's message:\n${visibleText(message.text)}` },
  ],
});
