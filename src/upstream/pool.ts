import type { Connection } from './connection.ts';
import { upstreamFailure } from './failure.ts';
import type { UpstreamTarget } from './port.ts';
import { closedByUs } from './sentences.ts';

export type Lease = {
  /** The same promise for everyone who waits for this connection. */
  opened: Promise<Connection>;
  /** The connection itself, once it is open. */
  connection: Connection | null;
  /** True when the connection was there before. */
  isReused: boolean;
  /** The next lease connects anew; what is under way on this connection goes on. */
  retire(): void;
  release(): void;
};

export type Pool = {
  lease(target: UpstreamTarget): Lease;
  /** Ends what is under way on the connections of a source. */
  forget(data_source_id: string): Promise<void>;
  /** Retires every connection; resolves when those that nobody uses are left. */
  leave(): Promise<void>;
  close(): Promise<void>;
};

export type PoolOptions = {
  open: (target: UpstreamTarget, signal: AbortSignal) => Promise<Connection>;
  now: () => number;
  idle_ms: number;
};

type Entry = {
  id: string;
  revision: string;
  opened: Promise<Connection>;
  connection: Connection | null;
  abort: AbortController;
  users: number;
  used_at: number;
  isRetired: boolean;
};

/**
 * One connection per source and revision. Nothing keeps the process alive: idle connections are closed
 * when the pool is next used.
 */
export const createPool = ({ open, now, idle_ms }: PoolOptions): Pool => {
  /** What the next lease of a source gets. */
  const current = new Map<string, Entry>();
  /** Those, and retired ones that are still in use. */
  const live = new Set<Entry>();
  const leaving = new Set<Promise<void>>();

  const leaveUnused = (entry: Entry): void => {
    if (!entry.isRetired || entry.users > 0 || !live.delete(entry)) return;
    const left: Promise<void> = entry.opened
      .then(
        (connection) => connection.leave(),
        // Never opened, so there is nothing to leave; whoever waited for it was told.
        () => undefined,
      )
      .finally(() => leaving.delete(left));
    leaving.add(left);
  };

  const retire = (entry: Entry): void => {
    if (current.get(entry.id) === entry) current.delete(entry.id);
    entry.isRetired = true;
    leaveUnused(entry);
  };

  const closeIdle = (): void => {
    for (const entry of current.values())
      if (entry.users === 0 && now() - entry.used_at > idle_ms) retire(entry);
  };

  const create = (target: UpstreamTarget): Entry => {
    const { data_source_id: id, revision } = target;
    const abort = new AbortController();
    const opened = open(target, abort.signal);
    const entry: Entry = {
      id,
      revision,
      opened,
      connection: null,
      abort,
      users: 0,
      used_at: now(),
      isRetired: false,
    };
    current.set(id, entry);
    live.add(entry);
    opened.then(
      (connection) => {
        entry.connection = connection;
      },
      () => retire(entry),
    );
    return entry;
  };

  const end = async (entry: Entry): Promise<void> => {
    if (current.get(entry.id) === entry) current.delete(entry.id);
    live.delete(entry);
    entry.abort.abort(upstreamFailure('connection_lost', { message: closedByUs, ours: true }));
    await entry.opened.then(
      (connection) => connection.close(),
      // Never opened, so there is nothing to close.
      () => undefined,
    );
  };

  return {
    lease: (target) => {
      closeIdle();
      const found = current.get(target.data_source_id);
      const isReused = found?.revision === target.revision;
      if (found !== undefined && !isReused) retire(found);
      const entry = found !== undefined && isReused ? found : create(target);
      entry.users++;
      return {
        opened: entry.opened,
        connection: entry.connection,
        isReused,
        retire: () => retire(entry),
        release: () => {
          entry.users--;
          entry.used_at = now();
          leaveUnused(entry);
        },
      };
    },
    forget: async (id) => {
      await Promise.all([...live].filter((entry) => entry.id === id).map(end));
    },
    leave: async () => {
      for (const entry of current.values()) retire(entry);
      await Promise.all(leaving);
    },
    close: async () => {
      await Promise.all([...live].map(end));
    },
  };
};
