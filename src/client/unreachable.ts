import { ConciergeError } from '../errors.ts';

const words: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there; is the server running?',
  ECONNRESET: 'the connection was closed at once',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of its host cannot be looked up just now',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its network',
  ETIMEDOUT: 'it did not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not answer in time',
  UND_ERR_SOCKET: 'the connection was closed at once; is it http:// or https://?',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; is it http://?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS; is it http://?',
};

const codeOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return 'no further reason';
};

/** A server that did not answer at all, as an `unavailable` with `data.unreachable`. */
export const unreachable = (url: string, cause: unknown): ConciergeError => {
  const code = codeOf(cause);
  const why =
    words[code] ?? (/CERT|SIGNATURE/.test(code) ? `its certificate is not trusted (${code})` : code);
  return new ConciergeError(
    'unavailable',
    `The server at ${url} cannot be reached: ${why}.`.replace('?.', '?'),
    {
      data: { unreachable: true },
      cause,
    },
  );
};
