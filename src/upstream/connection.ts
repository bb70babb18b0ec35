import { SdkHttpError } from '@modelcontextprotocol/client';
import type { FailureCause } from '../domain/health.ts';
import { createScrubber } from '../domain/scrub.ts';
import type { ProtocolEra } from '../domain/source.ts';
import { visibleText } from '../domain/text.ts';
import type { Egress } from '../egress/port.ts';
import type { CallOptions } from './call-door.ts';
import { type Channel, createChannel, type Params } from './channel.ts';
import { clientInfo } from './client-info.ts';
import { LargeResult } from './exchange-call.ts';
import { toUpstreamError, upstreamFailure } from './failure.ts';
import type { UpstreamLimits } from './limits.ts';
import type { ParamHeader } from './param-headers.ts';
import { UpstreamError, type UpstreamTarget } from './port.ts';
import type { ReadLargeAnswer } from './read-answer.ts';
import { gatewayOfOurs } from './sentences.ts';
import { offersEventStreamOf2024 } from './transport-2024.ts';

/** A server that was reached and whose revision is known. */
export type Connection = Pick<Channel, 'request' | 'hasSession' | 'leave' | 'close'> & {
  callTool(
    params: Params & { name: string },
    options: Omit<CallOptions, 'readLarge'>,
  ): Promise<Params | LargeResult>;
  era: ProtocolEra;
  protocol_version: string;
  server_name: string;
  server_version: string;
  /** Whether the server said that it has tools. */
  advertisesTools: boolean;
  /** Arguments to repeat as headers, by tool, as the last listing declared them. */
  paramHeaders: Map<string, ParamHeader[]>;
};

const oldestVersion = '2025-03-26';
const maxNameLength = 100;
/** Failures that a server of the other era may give to the handshake of this one. */
const maybeOtherEra = new Set<FailureCause>(['protocol_unknown', 'not_found', 'server_error']);

const shortText = (text: string): string =>
  visibleText(text).replace(/\s+/g, ' ').trim().slice(0, maxNameLength);

/** The headers that carry the credential, and what is to be taken out again of whatever the server answers. */
const authenticate = async (
  target: UpstreamTarget,
): Promise<{ headers: Record<string, string>; secrets: readonly string[] }> => {
  if (target.auth_kind === 'none') return { headers: {}, secrets: [] };
  const secret = (await target.credential())?.reveal();
  if (secret === undefined) throw upstreamFailure('credential_missing');
  const secrets = [secret];
  if (target.auth_kind === 'bearer') return { headers: { authorization: `Bearer ${secret}` }, secrets };
  if (target.auth_header === null) throw upstreamFailure('credential_missing');
  return { headers: { [target.auth_header]: secret }, secrets };
};

const describe = (channel: Channel, secrets: readonly string[], readLarge: ReadLargeAnswer): Connection => {
  const scrubber = createScrubber(secrets);
  const { client } = channel;
  const { name, version } = client.getServerVersion() ?? {};
  const readOurLarge: CallOptions['readLarge'] = (bytes, id) => readLarge({ bytes, id, secrets });
  return {
    request: async (...exchange) => scrubber.json(await channel.request(...exchange)),
    callTool: async (params, { signal, limits, headers, onProgress }) => {
      const result = await channel.callTool(params, {
        signal,
        limits,
        headers,
        onProgress: onProgress && ((progress) => onProgress(scrubber.json(progress))),
        readLarge: readOurLarge,
      });
      return result instanceof LargeResult ? result : scrubber.json(result);
    },
    hasSession: channel.hasSession,
    leave: channel.leave,
    close: channel.close,
    era: client.getProtocolEra() ?? 'legacy',
    protocol_version: client.getNegotiatedProtocolVersion() ?? '',
    server_name: shortText(scrubber.text(name ?? '')),
    server_version: shortText(scrubber.text(version ?? '')),
    advertisesTools: client.getServerCapabilities()?.tools !== undefined,
    paramHeaders: new Map(),
  };
};

/**
 * Connects and negotiates; an era remembered wrongly is negotiated anew, once. All errors are `UpstreamError`s,
 * but for those of opening the credential, which pass as they are.
 */
export const openConnection = async (
  target: UpstreamTarget,
  options: { egress: Egress; limits: UpstreamLimits; signal: AbortSignal; readLarge: ReadLargeAnswer },
): Promise<Connection> => {
  const { egress, limits, signal, readLarge } = options;
  const verdict = egress.judge(target.base_url);
  if (!verdict.ok) throw upstreamFailure('address_refused', { message: verdict.refusal.detail });
  const { url } = verdict;
  const { headers, secrets } = await authenticate(target);
  const handshakeLimits = { deadline_ms: limits.list_ms, max_bytes: limits.list_bytes };

  const attempt = async (era: ProtocolEra | null): Promise<Connection> => {
    const channel = createChannel({ egress, url, headers, handshakeLimits });
    try {
      await channel.handshake(era, signal);
    } catch (error) {
      const maybeOld = error instanceof SdkHttpError && [400, 404, 405].includes(error.status);
      if (maybeOld && (await offersEventStreamOf2024({ egress, url, headers, signal })))
        throw upstreamFailure('protocol_too_old');
      throw toUpstreamError(error, 'handshake');
    }
    const connection = describe(channel, secrets, readLarge);
    const isOurs = connection.server_name === clientInfo.name;
    if (!isOurs && connection.protocol_version >= oldestVersion) return connection;
    channel.close();
    // The tools of a gateway that is its own source would be offered again and again.
    throw isOurs
      ? upstreamFailure('address_refused', { message: gatewayOfOurs })
      : upstreamFailure('protocol_too_old');
  };

  return attempt(target.era).catch((error: unknown) => {
    const isStale =
      target.era === 'legacy' &&
      error instanceof UpstreamError &&
      maybeOtherEra.has(error.failure) &&
      !signal.aborted;
    if (isStale) return attempt(null);
    throw error;
  });
};
