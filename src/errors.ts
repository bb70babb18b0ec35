/** The closed set of error codes; the HTTP status of each is in `src/http/errors.ts`. */
export const errorCodes = [
  'validation',
  'unsupported_provider',
  'unauthorized',
  'not_found',
  'conflict',
  'precondition_failed',
  'too_large',
  'rate_limited',
  'internal',
  'upstream_failed',
  'unavailable',
  'upstream_timeout',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export type ErrorData = {
  /** `validation`: the path of the field at fault, e.g. `auth_header`. */
  field?: string;
  /** `rate_limited`: seconds to wait. */
  retry_after_s?: number;
  /** `unavailable`: it is this server that stops. */
  stopping?: true;
  [key: string]: unknown;
};

/**
 * The one error of this house. `message` is a sentence a user can act on and never holds a secret,
 * an address found by resolving a name, or another party's text.
 */
export class ConciergeError extends Error {
  readonly code: ErrorCode;
  readonly data: ErrorData;

  constructor(code: ErrorCode, message: string, options: { data?: ErrorData; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ConciergeError';
    this.code = code;
    this.data = options.data ?? {};
  }
}

export const validationError = (field: string, message: string): ConciergeError =>
  new ConciergeError('validation', message, { data: { field } });

/** How to see those that there are. */
const listedBy: Record<string, string> = {
  agent: '`concierge agent list`, or `GET …/agents`, shows those of the sandbox.',
  'data source': '`concierge source list`, or `GET …/sources`, shows those of the sandbox.',
};

export const notFound = (what: string): ConciergeError =>
  new ConciergeError('not_found', [`There is no such ${what}.`, listedBy[what]].filter(Boolean).join(' '));

export const conflict = (message: string, data: ErrorData = {}): ConciergeError =>
  new ConciergeError('conflict', message, { data });

/** What anything new is told from the moment the server is told to stop. */
export const stopping = (): ConciergeError =>
  new ConciergeError('unavailable', 'The server is stopping. Try again in a moment.', {
    data: { stopping: true },
  });

/** The sentence of an error, told with the field it is about where it does not name it. */
export const sentenceWithField = ({ message, data: { field } }: ConciergeError): string =>
  field === undefined || message.includes(`\`${field}\``) ? message : `\`${field}\`: ${message}`;

export const isConciergeError = (error: unknown, code?: ErrorCode): error is ConciergeError =>
  error instanceof ConciergeError && (code === undefined || error.code === code);
