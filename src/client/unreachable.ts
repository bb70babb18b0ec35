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

/** What the platform says of it, where it says something. */
const reasonOf = ({ cause }: Error): string => {
  if (!(cause instanceof Error)) return '';
  const code = 'code' in cause ? String(cause.code) : cause.message;
  if (/CERT|SIGNATURE/.test(code)) return `its certificate is not trusted (${code})`;
  return words[code] ?? code;
};

/** A server that did not answer at all, as an `unavailable` with `data.unreachable`. */
export const unreachable = (url: string, cause: Error): ConciergeError => {
  const reason = reasonOf(cause);
  const why = reason === '' ? '.' : `: ${reason}${reason.endsWith('?') ? '' : '.'}`;
  return new ConciergeError('unavailable', `The server at ${url} cannot be reached${why}`, {
    data: { unreachable: true },
    cause,
  });
};
