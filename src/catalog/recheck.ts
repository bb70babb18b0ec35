import type { Caller } from '../domain/account.ts';
import { notCheckedYet, type Source } from '../domain/source.ts';

/** So long a new source, or one with a new connection, is left to the check that comes with it. */
const ownCheckMs = 30_000;
const maxRemembered = 10_000;

export type RecheckOptions = {
  check: (caller: Caller, source: Source, signal: AbortSignal) => Promise<unknown>;
  now: () => Date;
  ttl_ms: number;
  onError: (error: unknown) => void;
  /** When each source was last checked, in ms since the epoch; default: never. */
  lastAt?: Map<string, number>;
};

/** Checks failed sources again behind the back of a resolve, each at most once per TTL, whoever had it checked before. */
export const createRechecks = (options: RecheckOptions) => {
  const { check, now, ttl_ms, onError, lastAt = new Map<string, number>() } = options;
  const running = new Map<string, Promise<void>>();
  const abort = new AbortController();

  const isDue = ({ data_source_id, health_error, recent_checks, updated_at }: Source): boolean => {
    const time = now().getTime();
    if (abort.signal.aborted || running.has(data_source_id)) return false;
    if (time - (lastAt.get(data_source_id) ?? Number.NEGATIVE_INFINITY) < ttl_ms) return false;
    if (health_error === notCheckedYet) return time - Date.parse(updated_at) >= ownCheckMs;
    const last = recent_checks?.at(-1);
    return last === undefined || time - Date.parse(last.at) >= ttl_ms;
  };

  return {
    /** Starts a check when one is due; never waits for it. */
    consider(caller: Caller, source: Source): void {
      if (!isDue(source)) return;
      const id = source.data_source_id;
      lastAt.delete(id);
      lastAt.set(id, now().getTime());
      if (lastAt.size > maxRemembered) lastAt.delete(lastAt.keys().next().value!);
      const run = check(caller, source, abort.signal)
        .then(
          () => undefined,
          (error: unknown) => {
            if (!abort.signal.aborted) onError(error);
          },
        )
        .finally(() => running.delete(id));
      running.set(id, run);
    },

    async settled(): Promise<void> {
      await Promise.all(running.values());
    },

    async close(): Promise<void> {
      abort.abort();
      await Promise.all(running.values());
    },
  };
};
