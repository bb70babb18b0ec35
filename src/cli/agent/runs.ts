import { answerOf } from '../../client/client.ts';
import { anAgent, pathPart, type RunAnswer } from '../api.ts';
import { columns } from '../columns.ts';
import { define, type InSandbox, option, sandboxOption, wholeNumber } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';

const row = ({ run_id, status, started_at, duration_ms, tokens_in, tokens_out, tools_called }: RunAnswer) => [
  run_id,
  status,
  started_at,
  duration_ms === null ? '-' : `${(duration_ms / 1000).toFixed(1)} s`,
  `${tokens_in} + ${tokens_out} tokens`,
  `calls: ${tools_called.length}`,
];

/** A line a run; under one that failed, why. */
const runsText = (runs: RunAnswer[]): string =>
  columns(runs.map(row))
    .split('\n')
    .flatMap((line, at) => [line, ...(runs[at]?.error_message ? [`  ${runs[at].error_message}`] : [])])
    .join('\n');

export const runsCommand = define<InSandbox & { limit?: number; before?: string }>({
  usage: 'runs <slug>',
  about: 'List the runs of an agent, newest first, with what they read and wrote.',
  example: 'concierge agent runs support --limit 5',
  options: [
    option('--limit <number>', 'how many, 1 to 100; default: 20').argParser(wholeNumber),
    option('--before <id>', 'only those older than this run'),
    sandboxOption,
  ],
  run: async (work, { sandbox, limit, before }, slug = '') => {
    const { sandbox_id } = await findSandbox(work, sandbox);
    const query = { ...(limit !== undefined && { limit: String(limit) }), ...(before && { before }) };
    const param = { sandbox_id, slug: pathPart(slug) };
    const json = await answerOf(anAgent(work.client).runs.$get({ param, query }));
    return { text: json.count === 0 ? `\`${slug}\` has no runs.` : runsText(json.runs), json };
  },
});
