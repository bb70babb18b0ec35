import { listRuns } from '../../agents/runs/list.ts';
import { presentRun } from '../../agents/runs/present.ts';
import type { Run } from '../../domain/run.ts';
import { columns } from '../columns.ts';
import { define, type InSandbox, option, sandboxOption, wholeNumber } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';

const row = ({ run_id, status, started_at, duration_ms, tokens_in, tokens_out, tools_called }: Run) => [
  run_id,
  status,
  started_at,
  duration_ms === null ? '-' : `${(duration_ms / 1000).toFixed(1)} s`,
  `${tokens_in} + ${tokens_out} tokens`,
  `calls: ${tools_called.length}`,
];

/** A line a run; under one that failed, why. */
const runsText = (runs: Run[]): string =>
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
    const { store } = work.rooms.agents;
    const runs = await listRuns({ store }, work.caller, { sandbox_id, slug, limit, before });
    return {
      text: runs.length === 0 ? `\`${slug}\` has no runs.` : runsText(runs),
      json: { runs: runs.map(presentRun), count: runs.length },
    };
  },
});
