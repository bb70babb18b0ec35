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

const byName = (one: Source, other: Source): number => {
  const [a, b] = [labelKey(one.name), labelKey(other.name)];
  if (a !== b) return a < b ? -1 : 1;
  return one.data_source_id < other.data_source_id ? -1 : 1;
};

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
  return entries
    .map(({ value }) => value)
    .filter(({ status }) => query.status === undefined || status === query.status)
    .sort(byName);
};
