import type { FailureCause } from '../domain/health.ts';

export type EgressPolicy = {
  mode: 'private' | 'public';
  /** With `public`: hosts (`*.acme.internal`, `db.acme.internal`) and CIDRs that may be reached although private. */
  allow: readonly string[];
};

/** Why a URL is refused before anything is sent. `detail` is a sentence for the user. */
export type UrlRefusal = {
  reason:
    | 'not_a_url'
    | 'too_long'
    | 'scheme'
    | 'https_only'
    | 'user_info'
    | 'credential_in_url'
    | 'fragment'
    | 'characters'
    | 'port'
    | 'host'
    | 'private_name'
    | 'address';
  detail: string;
};

export type UrlVerdict = { ok: true; url: URL } | { ok: false; refusal: UrlRefusal };

/** What the guard throws. `cause_code` is one of our causes; the message is ours and says nothing about inner addresses. */
export class EgressError extends Error {
  readonly cause_code: FailureCause;
  /** For `redirect`: the origin and path of the target when it is safe to show, else null. */
  readonly location: string | null;

  constructor(
    cause_code: FailureCause,
    message: string,
    options: { location?: string | null; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'EgressError';
    this.cause_code = cause_code;
    this.location = options.location ?? null;
  }
}

export type ExchangeLimits = {
  /** One deadline for the whole exchange, in ms; null where the caller's signal keeps it. */
  deadline_ms: number | null;
  /** Cap on decompressed response bytes. */
  max_bytes: number;
};

export type EgressRequest = {
  method: 'GET' | 'POST';
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
};

/** An answer; its exchange lasts until the body was read, broken off or cancelled. What reading throws is an `EgressError`. */
export type EgressAnswer = {
  status: number;
  /** By its name in lower case. */
  header(name: string): string | null;
  /** The body, decompressed and counted. Read it once, in one of these ways; to break off `chunks` cancels. */
  bytes(): Promise<Uint8Array>;
  text(): Promise<string>;
  chunks(): AsyncIterable<Uint8Array>;
  cancel(): void;
};

/** The one guard for everything that goes to a user's server (rules E1 to E6). */
export interface Egress {
  /** Judges a URL by its text alone: no lookup, nothing is sent. Used when a URL is given and again on each use. */
  judge(raw: string): UrlVerdict;
  /** A `fetch` that refuses what the policy refuses, never follows a redirect, and holds the limits. Throws `EgressError`. */
  fetch(limits: ExchangeLimits): typeof globalThis.fetch;
  /** The second door, for calls: the rules of `fetch` without its cost. Throws `EgressError`, or the signal's reason. */
  request(url: string, request: EgressRequest, limits: ExchangeLimits): Promise<EgressAnswer>;
  close(): Promise<void>;
}
