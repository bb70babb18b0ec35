import { z } from 'zod';
import { getSandbox } from '../../accounts/get-sandbox.ts';
import type { Caller } from '../../domain/account.ts';
import { isId } from '../../domain/id.ts';
import { parseInput } from '../../domain/parse.ts';
import type { Run } from '../../domain/run.ts';
import { keys } from '../../store/keys.ts';
import { readAgent } from '../read.ts';
import type { RunsReader } from './deps.ts';
import { readRun } from './read.ts';

const limitSentence = '`limit` is a whole number from 1 to 100.';
const beforeSentence = '`before` is the id of a run.';

export const listRunsQuery = z.object({
  limit: z.coerce
    .number(limitSentence)
    .int(limitSentence)
    .min(1, limitSentence)
    .max(100, limitSentence)
    .default(20),
  before: z
    .string(beforeSentence)
    .refine((id) => isId('run', id), beforeSentence)
    .optional(),
});

export type ListRunsInput = z.input<typeof listRunsQuery> & {
  sandbox_id: string;
  /** An agent's slug; left out: the runs of every agent of the sandbox. */
  slug?: string | undefined;
};

const prefixOf = async (
  { store }: RunsReader,
  caller: Caller,
  { sandbox_id, slug }: ListRunsInput,
): Promise<string> => {
  if (slug === undefined) return keys.run(caller.user_id, sandbox_id, '');
  const { value: agent } = await readAgent(store, caller, { sandbox_id, slug });
  return keys.agentRun(caller.user_id, sandbox_id, agent.agent_id, '');
};

/**
 * Runs, newest first: `limit` of them (1 to 100, default 20), those older than the run `before`.
 * Errors: `validation`; `not_found`.
 */
export const listRuns = async (deps: RunsReader, caller: Caller, input: ListRunsInput): Promise<Run[]> => {
  const { limit, before } = parseInput(listRunsQuery, { limit: input.limit, before: input.before });
  const { sandbox_id } = await getSandbox(deps, caller, input.sandbox_id);
  const prefix = await prefixOf(deps, caller, input);
  const after = before === undefined ? {} : { after: prefix + before };
  const { entries } = await deps.store.list(prefix, { limit, reverse: true, ...after });
  const found = entries.map(({ key }) =>
    readRun(deps.store, caller, { sandbox_id, run_id: key.slice(prefix.length) }),
  );
  return (await Promise.all(found)).filter((run) => run !== null);
};
