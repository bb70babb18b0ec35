import { isId } from '../domain/id.ts';
import { labelKey } from '../domain/label.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import type { Source } from '../domain/source.ts';
import { ConciergeError } from '../errors.ts';
import { getSource } from '../sources/get.ts';
import { listSources } from '../sources/list.ts';
import { findSandbox } from './find-sandbox.ts';
import type { OpenRooms } from './rooms.ts';

const missing = ({ name }: Sandbox, sources: Source[]): ConciergeError => {
  const labels = sources.map((source) => `\`${source.name}\``).join(', ');
  const there = labels === '' ? 'It has none.' : `There are: ${labels}.`;
  return new ConciergeError(
    'not_found',
    `The sandbox \`${name}\` has no source of that label or id. ${there}`,
  );
};

/**
 * The source that is named by id or label; of a label, the one that is not disconnected. Errors: `not_found`, with
 * the labels there are; `conflict` when only disconnected ones have that label and there are several.
 */
export const findSource = async (
  opened: Pick<OpenRooms, 'rooms' | 'caller'>,
  wanted: string,
  sandboxWanted: string | undefined,
): Promise<Source> => {
  const { rooms, caller } = opened;
  const sandbox = await findSandbox(opened, sandboxWanted);
  const { sandbox_id } = sandbox;
  if (isId('source', wanted)) return getSource(rooms.sources, caller, { sandbox_id, data_source_id: wanted });
  const all = await listSources(rooms.sources, caller, { sandbox_id });
  const named = all.filter(({ name }) => labelKey(name) === labelKey(wanted));
  const found = named.find(({ status }) => status !== 'disconnected') ?? named[0];
  if (found === undefined) throw missing(sandbox, all);
  if (found.status === 'disconnected' && named.length > 1)
    throw new ConciergeError('conflict', 'Several disconnected sources have that label; give the id.');
  return found;
};
