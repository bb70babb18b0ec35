import type { Egress } from '../egress/port.ts';
import type { ConciergeError } from '../errors.ts';
import { callTool } from './call-tool.ts';
import { type Connection, openConnection } from './connection.ts';
import { startDeadline, untilAborted } from './deadline.ts';
import { type Phase, provesUndispatched, toUpstreamError, upstreamFailure } from './failure.ts';
import { defaultLimits, type UpstreamLimits } from './limits.ts';
import { listTools } from './list-tools.ts';
import { createPool } from './pool.ts';
import {
  type CallOptions,
  type ExchangeOptions,
  type Upstream,
  UpstreamError,
  type UpstreamTarget,
} from './port.ts';
import { type ReadLargeAnswer, readAnswer } from './read-answer.ts';
import { credentialWanted } from './sentences.ts';

export type CreateUpstreamOptions = {
  egress: Egress;
  /** Milliseconds since the epoch. */
  now?: () => number;
  limits?: Partial<UpstreamLimits>;
  /** Reads large answers where nobody waits for it; left out: here. */
  large?: { read: ReadLargeAnswer; close(): Promise<void> };
};

type Use<T> = {
  phase: Exclude<Phase, 'handshake'>;
  deadline_ms: number | null;
  signal: AbortSignal | undefined;
  work: (connection: Connection, signal: AbortSignal) => Promise<T>;
};

/** After these a listing, which changes nothing, is worth a second try on a new connection. */
const worthListingAgain = new Set(['connection_lost', 'not_found', 'protocol_unknown']);

const report = (thrown: unknown, phase: Phase, { auth_kind }: UpstreamTarget): ConciergeError => {
  const error = toUpstreamError(thrown, phase);
  const wantsOne = error instanceof UpstreamError && error.failure === 'unauthorized' && auth_kind === 'none';
  return wantsOne ? upstreamFailure('unauthorized', { message: credentialWanted }) : error;
};

/** The MCP client side (see `Upstream`), over the SDK's client and the egress guard. */
export const createUpstream = (options: CreateUpstreamOptions): Upstream => {
  const { egress, now = Date.now, large } = options;
  const readLarge: ReadLargeAnswer = large?.read ?? (async (answer) => readAnswer(answer));
  const limits = { ...defaultLimits, ...options.limits };
  const pool = createPool({
    now,
    idle_ms: limits.idle_ms,
    open: async (target, abort) => {
      const { signal, end } = startDeadline(limits.list_ms, abort);
      return openConnection(target, { egress, limits, signal, readLarge }).finally(end);
    },
  });

  const mayRepeat = (phase: Phase, thrown: unknown, connection: Connection, isReused: boolean): boolean => {
    // Ours already: the connection was closed on purpose, or the answer was read and refused.
    if (thrown instanceof UpstreamError) return false;
    if (provesUndispatched(thrown, connection.hasSession())) return true;
    if (phase === 'call' || !isReused) return false;
    const error = toUpstreamError(thrown, phase);
    return error instanceof UpstreamError && worthListingAgain.has(error.failure);
  };

  /** Once; a second time, on a new connection, only if the first provably did nothing or was a listing. */
  const use = async <T>(
    target: UpstreamTarget,
    { phase, deadline_ms, signal: caller, work }: Use<T>,
  ): Promise<T> => {
    const { signal, end } = startDeadline(deadline_ms, caller);
    try {
      for (let asked = target, isFirst = true; ; isFirst = false) {
        const lease = pool.lease(asked);
        let { connection } = lease;
        try {
          connection ??= await untilAborted(lease.opened, signal);
          return await work(connection, signal);
        } catch (thrown) {
          if (connection === null) throw report(thrown, 'handshake', target);
          const repeats = isFirst && !signal.aborted && mayRepeat(phase, thrown, connection, lease.isReused);
          if (!repeats) throw report(thrown, phase, target);
          lease.retire();
          asked = { ...target, era: connection.era };
        } finally {
          lease.release();
        }
      }
    } finally {
      end();
    }
  };

  return {
    list: async (target, { signal, deadline_ms = limits.list_ms }: ExchangeOptions = {}) => {
      const started = now();
      return use(target, {
        phase: 'list',
        deadline_ms,
        signal,
        work: async (connection, ended) => {
          const { tools, ttl_ms } = await listTools(connection, { ...limits, list_ms: deadline_ms }, ended);
          const { era, protocol_version, server_name, server_version } = connection;
          return {
            tools,
            ttl_ms,
            latency_ms: now() - started,
            protocol_version,
            server_name,
            server_version,
            era,
          };
        },
      });
    },
    call: (
      target,
      tool,
      args,
      { signal, deadline_ms = limits.call_ms, onProgress, traceparent }: CallOptions = {},
    ) =>
      use(target, {
        phase: 'call',
        deadline_ms,
        signal,
        work: (connection, ended) =>
          callTool(connection, { tool, args, onProgress, traceparent }, limits, ended),
      }),
    forget: pool.forget,
    leave: pool.leave,
    close: async () => {
      await pool.close();
      await large?.close();
    },
  };
};
