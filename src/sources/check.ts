import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { PastCheck } from '../domain/health.ts';
import type { Source } from '../domain/source.ts';
import { conflict } from '../errors.ts';
import type { Listing } from '../upstream/port.ts';
import { UpstreamError } from '../upstream/port.ts';
import { changeSource } from './change.ts';
import { consentTo } from './consent.ts';
import type { SourceRef, SourcesDeps } from './deps.ts';
import { readSource } from './read.ts';
import { sourceTarget } from './target.ts';

/** One deadline for a health check (rule E5). */
const checkDeadlineMs = 15_000;

export type CheckInput = SourceRef & { signal?: AbortSignal | undefined };
export type CheckResult = { source: Source; listing: Listing | null };

const reportUse = ({ onUse, now }: SourcesDeps, source: Source): void => {
  if (!source.has_credential) return;
  const { user_id, sandbox_id, data_source_id } = source;
  onUse?.({ user_id, sandbox_id, data_source_id, kind: 'list', tool: null, agent: null, at: now() });
};

/** Lists the tools; what the server did wrong is a value, what we did wrong (or an abort) is thrown. */
const probe = async (
  deps: SourcesDeps,
  source: Source,
  signal: AbortSignal | undefined,
): Promise<Listing | UpstreamError> => {
  reportUse(deps, source);
  try {
    const listing = await deps.upstream.list(sourceTarget(deps, source), {
      deadline_ms: checkDeadlineMs,
      ...(signal && { signal }),
    });
    if (listing.tools.length > 0) return listing;
    return new UpstreamError(
      'no_tools',
      'Your server answered but offers no tools; check that it registers some, then test it again.',
    );
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof UpstreamError) return error;
    throw error;
  }
};

/** What the owner agreed to: the definitions seen by the first check that passed (rule P3). */
const consent = async (source: Source, { tools }: Listing): Promise<Record<string, string>> =>
  Object.keys(source.consented_tools).length > 0 ? source.consented_tools : consentTo(tools);

/** So many of the last checks are kept, to show how a server has been doing. */
const keptChecks = 20;

const checksWith = ({ recent_checks = [] }: Source, at: Date, latency_ms: number | null): PastCheck[] => [
  ...recent_checks.slice(1 - keptChecks),
  { at: at.toISOString(), latency_ms },
];

const failed = (source: Source, error: UpstreamError, at: Date): Source => ({
  ...source,
  recent_checks: checksWith(source, at, null),
  status: source.status === 'paused' ? 'paused' : 'error',
  health_error: error.message,
  health_cause: error.failure,
  // The next check negotiates anew: the server may have been upgraded.
  era: null,
});

const passed = async (source: Source, listing: Listing, at: Date): Promise<Source> => ({
  ...source,
  recent_checks: checksWith(source, at, listing.latency_ms),
  status: source.status === 'paused' ? 'paused' : 'active',
  health: {
    checked_at: at.toISOString(),
    latency_ms: listing.latency_ms,
    tool_count: listing.tools.length,
    protocol_version: listing.protocol_version,
    server_name: listing.server_name,
    server_version: listing.server_version,
  },
  health_error: null,
  health_cause: null,
  era: listing.era,
  consented_tools: await consent(source, listing),
});

/**
 * Checks a source as it was read and saves the verdict, unless it was revoked (rule L2) or got another
 * connection meanwhile: then the present row is returned. Throws `not_found` when it is gone.
 */
export const runCheck = async (
  deps: SourcesDeps,
  caller: Caller,
  source: Source,
  signal?: AbortSignal,
): Promise<CheckResult> => {
  const outcome = await probe(deps, source, signal);
  const present = await changeSource(deps, caller, source, async (present) => {
    if (present.connection_revision !== source.connection_revision) return null;
    const next =
      outcome instanceof UpstreamError
        ? failed(present, outcome, deps.now())
        : await passed(present, outcome, deps.now());
    const flipped = next.status !== present.status || next.health_cause !== present.health_cause;
    return {
      source: next,
      action: flipped ? 'source.check' : null,
      detail: { status: next.status, cause: next.health_cause },
    };
  });
  return { source: present, listing: outcome instanceof UpstreamError ? null : outcome };
};

/**
 * Checks the health of a source: connect and list the tools. A failure is a result, not an error: the source
 * then shows `error` (a paused one stays paused) with `health_error` and `health_cause`.
 * Errors: `not_found`; `conflict` when it is disconnected or its sandbox is not active.
 */
export const checkSource = async (deps: SourcesDeps, caller: Caller, input: CheckInput): Promise<Source> => {
  await requireActiveSandbox(deps, caller, input.sandbox_id);
  const { value: source } = await readSource(deps.store, caller, input);
  if (source.status === 'disconnected') {
    throw conflict('This source is disconnected and cannot be tested; register it again to use it.');
  }
  return (await runCheck(deps, caller, source, input.signal)).source;
};
