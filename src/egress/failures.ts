import type { FailureCause } from '../domain/health.ts';
import { EgressError } from './port.ts';

const messages = {
  name_not_found: 'The name of the server was not found.',
  connection_refused: 'Nothing answers at this address.',
  timed_out: 'The server did not answer in time.',
  tls: 'The TLS certificate or handshake of the server was not accepted.',
  /** One message for whatever resolving a name showed (rule E6). */
  address_refused:
    'The name leads to an address that may not be reached. Whoever runs Concierge can open it with CONCIERGE_EGRESS_ALLOW.',
  too_large: 'The answer of the server is larger than allowed.',
  server_error: 'The answer of the server is not valid HTTP.',
  connection_lost: 'The connection to the server was lost.',
  redirect: 'The server redirects elsewhere, and redirects are not followed.',
} satisfies Partial<Record<FailureCause, string>>;

type EgressCause = keyof typeof messages;

/** An `EgressError` in our own words. */
export const egressFailure = (
  cause_code: EgressCause,
  options?: { location?: string | null; cause?: unknown },
): EgressError => new EgressError(cause_code, messages[cause_code], options);

/**
 * Codes (or names) of errors of Node, OpenSSL, zlib and undici, and what each means to a user; the first match
 * holds. undici asserts what it expects of a response, hence `ERR_ASSERTION`.
 */
const causesByCode: readonly [RegExp, EgressCause][] = [
  [/^(?:ENOTFOUND|EAI_|ENODATA)/, 'name_not_found'],
  [/^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EADDRNOTAVAIL|EACCES|EPERM)$/, 'connection_refused'],
  [/^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'timed_out'],
  [/^(?:ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|ERROR_IN_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/, 'tls'],
  [/^(?:INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|EPROTO)$/, 'tls'],
  [/HEADERS?_OVERFLOW$/, 'too_large'],
  [/^(?:HPE_|HTTPParserError|ERR_ASSERTION|Z_|ERR__ERROR_|ZSTD_)/, 'server_error'],
];

const codesOf = function* (error: unknown): Generator<string> {
  if (!(error instanceof Error)) return;
  yield 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (error instanceof AggregateError) for (const each of error.errors) yield* codesOf(each);
  yield* codesOf(error.cause);
};

const thrownByUs = (error: unknown): EgressError | null => {
  if (error instanceof EgressError) return error;
  return error instanceof Error ? thrownByUs(error.cause) : null;
};

/** What a failure of the network means, whatever it was wrapped in; unknown ones are `connection_lost`. */
export const toEgressError = (error: unknown): EgressError => {
  const own = thrownByUs(error);
  if (own !== null) return own;
  for (const code of codesOf(error)) {
    const known = causesByCode.find(([pattern]) => pattern.test(code));
    if (known === undefined) continue;
    const [, cause_code] = known;
    // The parser's error carries the server's bytes.
    return egressFailure(cause_code, cause_code === 'server_error' ? {} : { cause: error });
  }
  return egressFailure('connection_lost', { cause: error });
};
