import { findFirstSandbox } from '../accounts/ensure-first-account.ts';
import { getSandbox } from '../accounts/get-sandbox.ts';
import { listSandboxes } from '../accounts/list-sandboxes.ts';
import { isId } from '../domain/id.ts';
import { labelKey } from '../domain/label.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { ConciergeError } from '../errors.ts';
import type { OpenRooms } from './rooms.ts';

const noSandbox = (): ConciergeError =>
  new ConciergeError('not_found', 'There is no sandbox. Make one: `concierge sandbox create default`.');

/**
 * The sandbox that is named by id or name; undefined: the one to begin in. Errors: `not_found`, with the names
 * there are; `conflict` when several have that name.
 */
export const findSandbox = async (
  { rooms, caller }: Pick<OpenRooms, 'rooms' | 'caller'>,
  wanted: string | undefined,
): Promise<Sandbox> => {
  if (wanted === undefined) {
    const first = await findFirstSandbox(rooms.accounts, caller);
    if (first === null) throw noSandbox();
    return first;
  }
  if (isId('sandbox', wanted)) return getSandbox(rooms.accounts, caller, wanted);
  const all = await listSandboxes(rooms.accounts, caller);
  const found = all.filter(({ name }) => labelKey(name) === labelKey(wanted));
  if (found.length > 1)
    throw new ConciergeError(
      'conflict',
      'Several sandboxes have that name; give the id (`concierge sandbox list`).',
    );
  if (found[0] !== undefined) return found[0];
  if (all.length === 0) throw noSandbox();
  const names = all.map(({ name }) => `\`${name}\``).join(', ');
  throw new ConciergeError('not_found', `There is no sandbox of that name. There are: ${names}.`);
};
