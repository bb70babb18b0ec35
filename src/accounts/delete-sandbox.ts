import { auditChange } from '../audit/record.ts';
import type { Caller } from '../domain/account.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { keys, sandboxPrefixes } from '../store/keys.ts';
import { listAll } from '../store/list-all.ts';
import type { Store } from '../store/port.ts';
import { untilFresh } from '../store/until-fresh.ts';
import { archiveSandbox } from './archive-sandbox.ts';
import type { AccountsDeps } from './deps.ts';
import { readSandbox } from './get-sandbox.ts';

const keysPerCommit = 200;

const lastPart = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

const removeAll = async (store: Store, doomed: string[]): Promise<void> => {
  for (let start = 0; start < doomed.length; start += keysPerCommit) {
    const some = doomed.slice(start, start + keysPerCommit);
    await store.commit(
      some.map((key) => ({ key, value: undefined })),
      { erase: true, final: true },
    );
  }
};

const keysUnder = async (store: Store, prefix: string): Promise<string[]> =>
  (await listAll(store, prefix)).map(({ key }) => key);

/** Staged credentials and locks lie under the ids of conversations. */
const keysOfSessions = async (store: Store, { user_id, sandbox_id }: Sandbox): Promise<string[]> => {
  const sessions = (await keysUnder(store, keys.session(user_id, sandbox_id, ''))).map(lastPart);
  const staged = await Promise.all(
    sessions.map((id) => keysUnder(store, keys.stagedSecret(user_id, id, ''))),
  );
  return [...staged.flat(), ...sessions.map((id) => keys.turnLock(user_id, id))];
};

/** Answers that were given about the sandbox and would be given again. */
const keysOfAttempts = async (store: Store, { user_id, sandbox_id }: Sandbox): Promise<string[]> =>
  (await listAll<{ sandbox_id: string | null }>(store, keys.attempt(user_id, '')))
    .filter(({ value }) => value.sandbox_id === sandbox_id)
    .map(({ key }) => key);

/** Goes over it until nothing is left: a registration that began before the archiving may still write. */
const empty = async (store: Store, sandbox: Sandbox): Promise<void> => {
  for (;;) {
    const prefixes = sandboxPrefixes(sandbox.user_id, sandbox.sandbox_id);
    const found = (await Promise.all(prefixes.map((prefix) => keysUnder(store, prefix)))).flat();
    if (found.length === 0) return;
    await removeAll(store, [...(await keysOfSessions(store, sandbox)), ...found]);
  }
};

/**
 * Removes a sandbox of any status with all that lies in it; secrets leave no copy. It is archived first, so that
 * nothing new begins in it, and its row goes last: after a crash, deleting again finishes the work.
 * Returns what is gone, with the sources' ids for whoever holds connections to them. Errors: `not_found`.
 */
export const deleteSandbox = async (
  deps: AccountsDeps,
  caller: Caller,
  sandbox_id: string,
): Promise<{ sandbox: Sandbox; data_source_ids: string[] }> => {
  const { store, now } = deps;
  const { user_id } = caller;
  const { value: sandbox } = await readSandbox(store, caller, sandbox_id);
  if (sandbox.status !== 'archived') await archiveSandbox(deps, caller, sandbox_id);
  const data_source_ids = (await keysUnder(store, keys.source(user_id, sandbox_id, ''))).map(lastPart);
  await empty(store, sandbox);
  await removeAll(store, await keysOfAttempts(store, sandbox));
  await untilFresh(async () => {
    const { key, value, version } = await readSandbox(store, caller, sandbox_id);
    const { owner_id, name } = value;
    await store.commit(
      [
        { key, value: undefined, expect: version },
        { key: keys.sandboxName(user_id, owner_id, name), value: undefined },
        auditChange({
          caller,
          action: 'sandbox.delete',
          subject: sandbox_id,
          sandbox_id,
          detail: { name },
          at: now(),
        }),
      ],
      { final: true },
    );
  });
  return { sandbox, data_source_ids };
};
