import { firstSandboxName } from '../accounts/new-account.ts';
import { answerOf, type Client } from '../client/client.ts';
import { isId } from '../domain/id.ts';
import { labelKey } from '../domain/label.ts';
import { ConciergeError, isConciergeError } from '../errors.ts';
import { inSandbox, pathPart, type SandboxAnswer } from './api.ts';
import type { OpenApi } from './doors.ts';

const noSandbox = (): ConciergeError =>
  new ConciergeError('not_found', 'There is no sandbox. Make one: `concierge sandbox create default`.');

const allSandboxes = async (client: Client): Promise<SandboxAnswer[]> =>
  (await answerOf(client.storage.sandboxes.$get({ query: {} }))).sandboxes;

/** Where to begin: an active sandbox, `default` if there is one; undefined when there is none at all. */
const firstOf = (all: SandboxAnswer[]): SandboxAnswer | undefined => {
  const active = all.filter(({ status }) => status === 'active');
  return active.find(({ name }) => name === firstSandboxName) ?? active[0] ?? all[0];
};

/**
 * The sandbox that is named by id or name; undefined: the one to begin in. Errors: `not_found`, with the names
 * there are; `conflict` when several have that name.
 */
export const findSandbox = async (
  { client }: Pick<OpenApi, 'client'>,
  wanted: string | undefined,
): Promise<SandboxAnswer> => {
  if (wanted !== undefined && isId('sandbox', wanted))
    return answerOf(inSandbox(client).$get({ param: { sandbox_id: pathPart(wanted) } }));
  const all = await allSandboxes(client);
  if (wanted === undefined) {
    const first = firstOf(all);
    if (first === undefined) throw noSandbox();
    return first;
  }
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

/** The sandbox to begin in, made when there is none. */
export const ensureSandbox = async ({ client }: Pick<OpenApi, 'client'>): Promise<SandboxAnswer> => {
  const found = firstOf(await allSandboxes(client));
  if (found !== undefined) return found;
  try {
    return await answerOf(client.storage.sandboxes.$post({ json: { name: firstSandboxName } }));
  } catch (error) {
    if (!isConciergeError(error, 'conflict')) throw error;
    return ensureSandbox({ client });
  }
};
