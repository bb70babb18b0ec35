import { SdkHttpError } from '@modelcontextprotocol/client';
import type { FailureCause } from '../domain/health.ts';
import { createScrubber, type Scrubber } from '../domain/scrub.ts';
import type { ProtocolEra } from '../domain/source.ts';
import { visibleText } from '../domain/text.ts';
import type { Egress } from '../egress/port.ts';
import { type Channel, createChannel } from './channel.ts';
import { clientInfo } from './client-info.ts';
import { toUpstreamError, upstreamFailure } from './failure.ts';
import type { UpstreamLimits } from './limits.ts';
import type { ParamHeader } from './param-headers.ts';
import { UpstreamError, type UpstreamTarget } from './port.ts';
import { gatewayOfOurs } from './sentences.ts';
import { offersEventStreamOf2024 } from './transport-2024.ts';

/** A server that was reached and whose revision is known. */
export type Connection = Pick<Channel, 'request' | 'callTool' | 'hasSession' | 'leave' | 'close'> & {
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

/** The headers that carry the credential, and what takes it out again of whatever the server answers. */
const authenticate = async (
  target: UpstreamTarget,
): Promise<{ headers: Record<string, string>; scrubber: Scrubber }> => {
  if (target.auth_kind === 'none') return { headers: {}, scrubber: createScrubber([]) };
  const secret = (await target.credential())?.reveal();
  if (secret === undefined) throw upstreamFailure('credential_missing');
  const scrubber = createScrubber([secret]);
  if (target.auth_kind === 'bearer') return { headers: { authorization: `Bearer ${secret}` }, scrubber };
  if (target.auth_header === null) throw upstreamFailure('credential_missing');
  return { headers: { [target.auth_header]: secret }, scrubber };
};

const describe = (channel: Channel, scrubber: Scrubber): Connection => {
  const { client } = channel;
  const { name, version } = client.getServerVersion() ?? {};
  return {
    request: async (...exchange) => scrubber.json(await channel.request(...exchange)),
    callTool: async (params, { onProgress, ...options }) =>
      scrubber.json(
        await channel.callTool(params, {
          ...options,
          onProgress: onProgress && ((progress) => onProgress(scrubber.json(progress))),
        }),
      ),
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
  options: { egress: Egress; limits: UpstreamLimits; signal: AbortSignal },
): Promise<Connection> => {
  const { egress, limits, signal } = options;
  const verdict = egress.judge(target.base_url);
  if (!verdict.ok) throw upstreamFailure('address_refused', { message: verdict.refusal.detail });
  const { url } = verdict;
  const { headers, scrubber } = await authenticate(target);
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
    const connection = describe(channel, scrubber);
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
