import { type Log, loggedFailure } from '../log.ts';
import { type Change, type CommitOptions, StaleVersionError, type Store } from '../store/port.ts';
import { busy } from './conversation.ts';

/** A turn shows a sign of life this often, in ms; without one for `lifetimeMs` its process is gone. */
const signEveryMs = 1000;
const lifetimeMs = 3000;
const pollMs = 100;

/** The hold of one turn on its conversation, over all instances. */
export type TurnLock = {
  /**
   * A commit that happens only while the turn has its conversation, and is a sign of life too. Errors: those of the
   * store; `conflict` when another turn has taken over.
   */
  commit: Store['commit'];
  /** Among the changes of a commit, lets go of the conversation with it. */
  end: Change;
  /** Aborted when another turn has taken over. */
  lost: AbortSignal;
  /** Lets go, unless that is done. */
  release(): Promise<void>;
  /** Shows no more signs of life: the hold ends by itself in 3 s, when what was sent to the store has happened or not. */
  expire(): Promise<void>;
};

type Keys = { lock: string; conversation: string };
type LockDeps = { store: Store; log: Log };

/**
 * Waits for the hold of another turn to end by itself, because its process is gone. Errors: `conflict` when that turn
 * shows a sign of life, or ends with its outcome saved.
 */
const outlive = async (store: Store, { lock, conversation }: Keys): Promise<void> => {
  const [first, before] = await Promise.all([store.get(lock), store.get(conversation)]);
  if (!first) return;
  for (let waited = 0; waited <= lifetimeMs + pollMs; waited += pollMs) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    const now = await store.get(lock);
    if (now?.version === first.version) continue;
    const after = now ? null : await store.get(conversation);
    if (now || after?.version !== before?.version) throw busy();
    return;
  }
};

const take = async (store: Store, keys: Keys, sign: Change): Promise<number> => {
  const begin = () => store.commit([{ ...sign, expect: 'absent' }], { passing: true });
  try {
    return await begin();
  } catch (error) {
    if (!(error instanceof StaleVersionError)) throw error;
  }
  await outlive(store, keys);
  return begin().catch((error: unknown) => {
    throw error instanceof StaleVersionError ? busy(error) : error;
  });
};

/**
 * Takes a conversation for a turn. The hold is an entry with the turn's id, written anew every second while it lasts,
 * and every commit of the turn expects it: a process that stood still, and whose conversation another turn took over,
 * can save nothing more and begin nothing. Errors: `conflict` when another turn has it; `unavailable`.
 */
export const takeTurn = async ({ store, log }: LockDeps, keys: Keys, run_id: string): Promise<TurnLock> => {
  const sign: Change = { key: keys.lock, value: run_id, ttl_ms: lifetimeMs };
  const end: Change = { key: keys.lock, value: undefined };
  const lost = new AbortController();
  let version: number | 'absent' | 'unknown' = await take(store, keys, sign);
  let isOver = false;
  let last: Promise<unknown> = Promise.resolve();

  const isAboutLock = (error: unknown): boolean =>
    error instanceof StaleVersionError && error.key === keys.lock;

  /** After a commit without an answer, and when the hold ran out while the store was away: then it is taken again. */
  const findVersion = async (): Promise<number | 'absent'> => {
    const row = await store.get<string>(keys.lock);
    if (row !== null && row.value !== run_id) throw new StaleVersionError(keys.lock);
    return row?.version ?? 'absent';
  };

  const attempt = async (changes: Change[], options?: CommitOptions): Promise<number> => {
    const ends = changes.includes(end);
    const others = changes.filter((change) => change !== end);
    const expect = version === 'unknown' ? await findVersion() : version;
    version = 'unknown';
    version = await store.commit([...others, { ...(ends ? end : sign), expect }], options);
    if (ends) stop();
    return version;
  };

  const commitNow: Store['commit'] = async (changes, options) => {
    try {
      return await attempt(changes, options).catch((error: unknown) => {
        if (isAboutLock(error)) return attempt(changes, options);
        throw error;
      });
    } catch (error) {
      if (!isAboutLock(error)) throw error;
      lost.abort();
      stop();
      throw busy(error);
    }
  };

  /** One after the other, since each expects the version that the one before it made. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
  const commit: Store['commit'] = (changes, options) => inTurn(() => commitNow(changes, options));

  const timer = setInterval(() => {
    inTurn(async () => isOver || commitNow([], { passing: true })).catch((error: unknown) =>
      log.warn({ run_id, failure: loggedFailure(error) }, 'a sign of life was not written'),
    );
  }, signEveryMs);
  const stop = (): void => {
    isOver = true;
    clearInterval(timer);
  };

  return {
    commit,
    end,
    lost: lost.signal,
    release: async () => {
      if (isOver) return;
      await commit([end], { passing: true }).catch((error: unknown) =>
        log.warn(
          { run_id, failure: loggedFailure(error) },
          'a conversation is let go only when its hold runs out',
        ),
      );
    },
    expire: async () => {
      stop();
      await last;
    },
  };
};
