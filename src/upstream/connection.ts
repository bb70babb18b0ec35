import { SdkHttpError } from '@modelcontextprotocol/client';
import type { FailureCause } from '../domain/health.ts';
import type { ProtocolEra } from '../domain/source.ts';
import { visibleText } from '../domain/text.ts';
import type { Egress } from '../egress/port.ts';
import { type Channel, createChannel } from './channel.ts';
import { toUpstreamError, upstreamFailure } from './failure.ts';
import type { UpstreamLimits } from './limits.ts';
import type { ParamHeader } from './param-headers.ts';
import { UpstreamError, type UpstreamTarget } from './port.ts';
import { offersEventStreamOf2024 } from './transport-2024.ts';

/** A server that was reached and whose revision is known. */
export type Connection = Pick<Channel, 'request' | 'hasSession' | 'leave' | 'close'> & {
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

const shortText = (text: string | undefined): string =>
  visibleText(text ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, maxNameLength);

const credentialHeaders = async (target: UpstreamTarget): Promise<Record<string, string>> => {
  if (target.auth_kind === 'none') return {};
  const credential = await target.credential();
  if (credential === null) throw upstreamFailure('credential_missing');
  if (target.auth_kind === 'bearer') return { authorization: `Bearer ${credential.reveal()}` };
  if (target.auth_header === null) throw upstreamFailure('credential_missing');
  return { [target.auth_header]: credential.reveal() };
};

const describe = (channel: Channel): Connection => {
  const { client } = channel;
  const { name, version } = client.getServerVersion() ?? {};
  return {
    request: channel.request,
    hasSession: channel.hasSession,
    leave: channel.leave,
    close: channel.close,
    era: client.getProtocolEra() ?? 'legacy',
    protocol_version: client.getNegotiatedProtocolVersion() ?? '',
    server_name: shortText(name),
    server_version: shortText(version),
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
  const headers = await credentialHeaders(target);
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
    const connection = describe(channel);
    if (connection.protocol_version >= oldestVersion) return connection;
    channel.close();
    throw upstreamFailure('protocol_too_old');
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
