import type { ApiKey } from '../domain/account.ts';
import { keys } from '../store/keys.ts';
import { StaleVersionError } from '../store/port.ts';
import type { AccountsDeps } from './deps.ts';

/** How exact `last_used_at` is, in ms. */
const exactToMs = 60_000;

export type KeyUse = { user_id: string; id: string };

export type KeyUseRecorder = {
  /** Costs a look into a map. Never throws. */
  record(use: KeyUse): void;
  /** Resolves when what was recorded is written. */
  close(): Promise<void>;
};

export type KeyUseRecorderOptions = AccountsDeps & {
  /** Told of every use that could not be written. */
  onError: (error: unknown) => void;
  /** What another recorder wrote; default: nothing. */
  kept?: KeptKeyUses;
};

/** When each key's use was last written, and when those older than a minute were forgotten; in ms since the epoch. */
export type KeptKeyUses = { written: Map<string, number>; sweptAt: number };

export const createKeptKeyUses = (): KeptKeyUses => ({ written: new Map(), sweptAt: 0 });

/** Keeps `last_used_at` of every key, written at most once a minute and beside the request that used it. */
export const createKeyUseRecorder = (options: KeyUseRecorderOptions): KeyUseRecorder => {
  const { store, now, onError, kept = createKeptKeyUses() } = options;
  const { written } = kept;
  const writing = new Set<Promise<void>>();

  const forgetOld = (at: number): void => {
    if (at - kept.sweptAt < exactToMs) return;
    kept.sweptAt = at;
    for (const [id, since] of written) if (at - since >= exactToMs) written.delete(id);
  };

  const write = async ({ user_id, id }: KeyUse, at: number): Promise<void> => {
    try {
      const row = await store.get<ApiKey>(keys.apiKey(user_id, id));
      if (row === null) return;
      const value: ApiKey = { ...row.value, last_used_at: new Date(at).toISOString() };
      await store.commit([{ key: row.key, value, expect: row.version }]);
    } catch (error) {
      // Revoked at this moment, or written by another instance.
      if (!(error instanceof StaleVersionError)) onError(error);
    }
  };

  return {
    record: (use) => {
      const at = now().getTime();
      forgetOld(at);
      if (at - (written.get(use.id) ?? Number.NEGATIVE_INFINITY) < exactToMs) return;
      written.set(use.id, at);
      const work: Promise<void> = write(use, at).finally(() => writing.delete(work));
      writing.add(work);
    },
    close: async () => {
      await Promise.all(writing);
    },
  };
};
