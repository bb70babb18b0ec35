import { monotonicFactory } from 'ulid';
import type { CredentialUse } from '../domain/credential-use.ts';
import { keys } from '../store/keys.ts';
import type { Change, Store } from '../store/port.ts';

/** How long uses of credentials are kept, in ms. */
export const usesKeptMs = 90 * 24 * 60 * 60 * 1000;

export type UseRecorderOptions = {
  store: Store;
  now: () => Date;
  /** How far the store may be behind, in ms. */
  flush_ms?: number;
  /** How long a use is kept, in ms. */
  keep_ms?: number;
  /** Uses held while the store cannot write; beyond that the oldest are given up. */
  max_pending?: number;
  /** Told of every batch that could not be written and of uses that were given up. */
  onError?: (error: unknown) => void;
};

/** Uses of one kind by one agent, with the time of each in ISO-8601 UTC. */
export type UseBatch = { uses: (Omit<CredentialUse, 'user_id' | 'at'> & { at: string[] })[] };

export type UseRecorder = {
  record(use: CredentialUse): void;
  /** Writes what is pending. Afterwards nothing is recorded. */
  close(): Promise<void>;
};

const batchOf = (uses: CredentialUse[]): UseBatch => {
  const groups = new Map<string, UseBatch['uses'][number]>();
  for (const { user_id: _, at, ...use } of uses) {
    const name = JSON.stringify([use.sandbox_id, use.data_source_id, use.kind, use.tool, use.agent]);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { ...use, at: [at.toISOString()] });
    else group.at.push(at.toISOString());
  }
  return { uses: [...groups.values()] };
};

/** Records every use of a credential in batches, one row per account and batch (rule L7). */
export const createUseRecorder = ({
  store,
  now,
  flush_ms = 200,
  keep_ms = usesKeptMs,
  max_pending = 50_000,
  onError = () => undefined,
}: UseRecorderOptions): UseRecorder => {
  const nextUlid = monotonicFactory();
  let pending: CredentialUse[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<void> = Promise.resolve();
  let closed = false;

  const schedule = (): void => {
    if (closed || pending.length === 0) return;
    timer ??= setTimeout(flush, flush_ms);
  };

  const boundPending = (): void => {
    const excess = pending.length - max_pending;
    if (excess <= 0) return;
    pending = pending.slice(excess);
    onError(new Error(`${excess} uses of credentials were given up unrecorded: the store cannot write.`));
  };

  const write = async (user_id: string, uses: CredentialUse[]): Promise<void> => {
    const key = keys.credentialUse(user_id, nextUlid(now().getTime()));
    const change: Change = { key, value: batchOf(uses), ttl_ms: keep_ms };
    try {
      await store.commit([change]);
    } catch (error) {
      pending = [...uses, ...pending];
      boundPending();
      onError(error);
    }
  };

  const writeAll = async (): Promise<void> => {
    const byAccount = Map.groupBy(pending, (use) => use.user_id);
    pending = [];
    await Promise.all([...byAccount].map(([user_id, uses]) => write(user_id, uses)));
    schedule();
  };

  /** One batch after the other, so that a slow store is not asked for more and more at once. */
  const flush = (): Promise<void> => {
    timer = null;
    writing = writing.then(writeAll);
    return writing;
  };

  return {
    record: (use) => {
      if (closed) {
        onError(new Error('A use of a credential came after the recorder was closed.'));
        return;
      }
      pending.push(use);
      boundPending();
      schedule();
    },
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await flush();
    },
  };
};
