import { answerOf } from '../client/client.ts';
import { isId } from '../domain/id.ts';
import { labelKey } from '../domain/label.ts';
import { ConciergeError } from '../errors.ts';
import { aSource, inSandbox, type SandboxAnswer, type SourceAnswer } from './api.ts';
import type { OpenApi } from './doors.ts';
import { findSandbox } from './find-sandbox.ts';

const missing = ({ name }: SandboxAnswer, sources: SourceAnswer[]): ConciergeError => {
  const labels = sources.map((source) => `\`${source.name}\``).join(', ');
  const there = labels === '' ? 'It has none.' : `There are: ${labels}.`;
  return new ConciergeError(
    'not_found',
    `The sandbox \`${name}\` has no source of that label or id. ${there}`,
  );
};

/** A source that was found, and where the API has it. */
export type FoundSource = { source: SourceAnswer; param: { sandbox_id: string; data_source_id: string } };

const found = (source: SourceAnswer): FoundSource => {
  const { sandbox_id, data_source_id } = source;
  return { source, param: { sandbox_id, data_source_id } };
};

/**
 * The source that is named by id or label; of a label, the one that is not disconnected. Errors: `not_found`, with
 * the labels there are; `conflict` when only disconnected ones have that label and there are several.
 */
export const findSource = async (
  { client }: Pick<OpenApi, 'client'>,
  wanted: string,
  sandboxWanted: string | undefined,
): Promise<FoundSource> => {
  const sandbox = await findSandbox({ client }, sandboxWanted);
  const { sandbox_id } = sandbox;
  if (isId('source', wanted))
    return found(await answerOf(aSource(client).$get({ param: { sandbox_id, data_source_id: wanted } })));
  const { sources } = await answerOf(inSandbox(client).sources.$get({ param: { sandbox_id }, query: {} }));
  const named = sources.filter(({ name }) => labelKey(name) === labelKey(wanted));
  const one = named.find(({ status }) => status !== 'disconnected') ?? named[0];
  if (one === undefined) throw missing(sandbox, sources);
  if (one.status === 'disconnected' && named.length > 1)
    throw new ConciergeError('conflict', 'Several disconnected sources have that label; give the id.');
  return found(one);
};
