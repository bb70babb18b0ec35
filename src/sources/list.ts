import { z } from 'zod';
import { getSandbox } from '../accounts/get-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import { labelKey } from '../domain/label.ts';
import { parseInput } from '../domain/parse.ts';
import type { Source } from '../domain/source.ts';
import { sourceStatuses } from '../domain/source.ts';
import { keys } from '../store/keys.ts';
import { listAll } from '../store/list-all.ts';
import type { SourcesDeps } from './deps.ts';
import { provider } from './present.ts';

const statuses = sourceStatuses.map((status) => `\`${status}\``).join(', ');

/** The query of `GET …/sources`. */
export const listQuery = z.object({
  provider: z.string({ error: '`provider` is text, such as `user_mcp`.' }).optional(),
  status: z.enum(sourceStatuses, { error: `\`status\` is one of ${statuses}.` }).optional(),
});

export type ListInput = z.input<typeof listQuery> & { sandbox_id: string };

/** Labels are made comparable once each: that costs more than the rest of a listing. */
const byName = (sources: Source[]): Source[] =>
  sources
    .map((source) => ({ source, rank: `${labelKey(source.name)}\n${source.data_source_id}` }))
    .sort((one, other) => (one.rank < other.rank ? -1 : 1))
    .map(({ source }) => source);

/** The sources of a sandbox, ordered by name; disconnected ones too. Errors: `validation`, `not_found`. */
export const listSources = async (
  deps: Pick<SourcesDeps, 'store'>,
  caller: Caller,
  input: ListInput,
): Promise<Source[]> => {
  await getSandbox(deps, caller, input.sandbox_id);
  const query = parseInput(listQuery, input);
  if (query.provider !== undefined && query.provider !== provider) return [];
  const entries = await listAll<Source>(deps.store, keys.source(caller.user_id, input.sandbox_id, ''));
  return byName(
    entries
      .map(({ value }) => value)
      .filter(({ status }) => query.status === undefined || status === query.status),
  );
};
