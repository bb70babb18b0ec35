import type { Source } from '../domain/source.ts';
import type { Listing } from '../upstream/port.ts';
import { readToolList, type ToolList } from './tool-list.ts';

/** A list older than this is not served when a new one cannot be had. */
const maxStaleMs = 10 * 60_000;
/** A server cannot ask to be left alone for longer, nor to be asked more often than every 2 s. */
const maxFreshMs = 60 * 60_000;
const minFreshMs = 2_000;
/** After a failure a server is asked again after this, or after the TTL if that is shorter. */
const maxRetryMs = 1_000;
const maxSlots = 1_000;

export type ListAnswer =
  /** `stale` says why this is an older list; null: it is fresh. */
  { list: ToolList; stale: string | null } | { list: null; reason: string };

export type ToolListsOptions = {
  fetchList: (source: Source, signal: AbortSignal) => Promise<Listing>;
  /** Our own words for a failed fetch. */
  explain: (error: unknown) => string;
  now: () => Date;
  ttl_ms: number;
  deadline_ms: number;
  /** What was known before; default: nothing. */
  kept?: KeptLists;
};

type Flight = { slot: Slot; startedAt: number; abort: AbortController; succeeded: Promise<boolean> };

type Slot = {
  revision: number;
  list: ToolList | null;
  listedAt: number;
  freshUntil: number;
  failure: string | null;
  retryAt: number;
  /** Whether the last fetch ended within the deadline; a server that was slow once is not waited for. */
  prompt: boolean;
};

/** Tool lists and what is known of their servers, by source: data, which several catalogs may share. */
export type KeptLists = Map<string, Slot>;

const within = async (succeeded: Promise<boolean>, ms: number): Promise<boolean | 'late'> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms), 'late' as const);
  });
  return Promise.race([succeeded, late]).finally(() => clearTimeout(timer));
};

/**
 * The tool lists of servers, kept in memory: fresh for the server's `ttlMs` within bounds or `ttl_ms`, one fetch at a time for
 * a source and its connection revision, waited for at most `deadline_ms` while it goes on behind.
 */
export const createToolLists = (options: ToolListsOptions) => {
  const { fetchList, explain, now, ttl_ms, deadline_ms, kept: slots = new Map<string, Slot>() } = options;
  const flights = new Map<string, Flight>();
  const running = new Set<Promise<boolean>>();
  const time = (): number => now().getTime();
  const lateReason = `It did not answer within ${deadline_ms / 1000} s; its tools are back as soon as it does.`;

  const drop = (data_source_id: string): void => {
    flights.get(data_source_id)?.abort.abort();
    flights.delete(data_source_id);
    slots.delete(data_source_id);
  };

  /** The slot of this revision, moved to the end of the line of those to be forgotten. */
  const slotOf = ({ data_source_id, connection_revision: revision }: Source): Slot => {
    const known = slots.get(data_source_id);
    if (known !== undefined && known.revision !== revision) drop(data_source_id);
    const slot = slots.get(data_source_id) ?? {
      revision,
      list: null,
      listedAt: 0,
      freshUntil: 0,
      failure: null,
      retryAt: 0,
      prompt: true,
    };
    slots.delete(data_source_id);
    slots.set(data_source_id, slot);
    if (slots.size > maxSlots) drop(slots.keys().next().value!);
    return slot;
  };

  const freshFor = (hint_ms: number | null): number =>
    hint_ms === null ? ttl_ms : Math.min(Math.max(minFreshMs, hint_ms), maxFreshMs);

  const load = async (slot: Slot, source: Source, signal: AbortSignal): Promise<boolean> => {
    try {
      const listing = await fetchList(source, signal);
      slot.list = await readToolList(listing.tools, slot.list);
      slot.listedAt = time();
      slot.freshUntil = slot.listedAt + freshFor(listing.ttl_ms);
      slot.failure = null;
      return true;
    } catch (error) {
      slot.failure = signal.aborted ? 'Its connection changed while it was asked.' : explain(error);
      slot.retryAt = time() + Math.min(ttl_ms, maxRetryMs);
      return false;
    }
  };

  const depart = (slot: Slot, source: Source): Flight => {
    const abort = new AbortController();
    const startedAt = performance.now();
    const succeeded = load(slot, source, abort.signal).finally(() => {
      running.delete(succeeded);
      if (flights.get(source.data_source_id) === flight) flights.delete(source.data_source_id);
      slot.prompt = performance.now() - startedAt <= deadline_ms;
    });
    const flight = { slot, startedAt, abort, succeeded };
    running.add(succeeded);
    flights.set(source.data_source_id, flight);
    return flight;
  };

  /** The fetch of this slot that is under way; one that is due begins. */
  const flightOf = (slot: Slot, source: Source): Flight | null => {
    const present = flights.get(source.data_source_id);
    if (present?.slot === slot) return present;
    return time() >= slot.retryAt ? depart(slot, source) : null;
  };

  const recentUntil = ({ freshUntil, listedAt }: Slot): number => Math.max(freshUntil, listedAt + ttl_ms);

  const older = (slot: Slot, reason: string): ListAnswer =>
    slot.list !== null && time() - slot.listedAt < maxStaleMs
      ? { list: slot.list, stale: reason }
      : { list: null, reason };

  return {
    /** With `recent`, a list younger than `ttl_ms` counts as fresh although its server said less. */
    async get(source: Source, options: { recent?: boolean } = {}): Promise<ListAnswer> {
      const slot = slotOf(source);
      const until = options.recent ? recentUntil(slot) : slot.freshUntil;
      if (slot.list !== null && time() < until) return { list: slot.list, stale: null };
      const flight = flightOf(slot, source);
      if (flight === null) return older(slot, slot.failure ?? lateReason);
      const patience = slot.prompt ? deadline_ms - (performance.now() - flight.startedAt) : 0;
      const outcome = patience > 0 ? await within(flight.succeeded, patience) : 'late';
      if (outcome === true && slot.list !== null) return { list: slot.list, stale: null };
      return older(slot, outcome === 'late' ? lateReason : (slot.failure ?? lateReason));
    },

    /** The last list of this connection, whatever its age. */
    peek: ({ data_source_id, connection_revision }: Source): ToolList | null => {
      const slot = slots.get(data_source_id);
      return slot?.revision === connection_revision ? slot.list : null;
    },

    /** True when a call may go by this list: it is the last one, and recent. */
    isRecent: ({ data_source_id, connection_revision }: Source, list: ToolList | null): boolean => {
      const slot = slots.get(data_source_id);
      return (
        list !== null &&
        slot?.revision === connection_revision &&
        slot.list === list &&
        time() < recentUntil(slot)
      );
    },

    drop,

    size() {
      const kept = [...slots.values()].flatMap(({ list }) => (list === null ? [] : [list.tools.length]));
      return { sources: kept.length, tools: kept.reduce((sum, tools) => sum + tools, 0) };
    },

    /** Resolves when no list is being fetched. */
    async settled(): Promise<void> {
      await Promise.allSettled(running);
    },

    async close(): Promise<void> {
      for (const { abort } of flights.values()) abort.abort();
      await Promise.allSettled(running);
    },
  };
};

export type ToolLists = ReturnType<typeof createToolLists>;
