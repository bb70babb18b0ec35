import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import { sha256Hex } from '../domain/digest.ts';
import type { Source } from '../domain/source.ts';
import { conflict } from '../errors.ts';
import { changeSource } from './change.ts';
import { consentTo } from './consent.ts';
import type { SourceRef, SourcesDeps } from './deps.ts';
import { readSource } from './read.ts';
import { sourceTarget } from './target.ts';

/** Left out: whatever the server describes now. */
export type AcceptInput = SourceRef & { definitions?: string | undefined };

const meanwhile = 'The source was changed meanwhile; look at its tools again before you accept them.';

const digestOf = (consented: Record<string, string>): Promise<string> =>
  sha256Hex(JSON.stringify(Object.entries(consented).sort(([one], [other]) => (one < other ? -1 : 1))));

const describedNow = async (deps: SourcesDeps, source: Source) => {
  if (source.status === 'disconnected')
    throw conflict('This source is disconnected: there are no tools to accept.');
  const { tools } = await deps.upstream.list(sourceTarget(deps, source));
  const consented_tools = await consentTo(tools);
  return { tools, consented_tools, definitions: await digestOf(consented_tools) };
};

/** What an owner who is asked now would agree to: the tools that changed, and a digest of all. Errors: as `acceptTools`. */
export const previewTools = async (
  deps: SourcesDeps,
  caller: Caller,
  ref: SourceRef,
): Promise<{ changed: string[]; definitions: string }> => {
  await requireActiveSandbox(deps, caller, ref.sandbox_id);
  const { value: source } = await readSource(deps.store, caller, ref);
  const { consented_tools, definitions } = await describedNow(deps, source);
  const changed = Object.keys(consented_tools).filter(
    (name) => consented_tools[name] !== source.consented_tools[name],
  );
  return { changed, definitions };
};

/**
 * The owner agrees to the tools as the server describes them now: changed and held ones become callable as they
 * are (rule P3). With `definitions`, only to those. Errors: `not_found`; `conflict` when it is disconnected, its
 * sandbox is not active, or it got another connection or other definitions meanwhile; `upstream_failed` or
 * `upstream_timeout` when the server cannot be asked.
 */
export const acceptTools = async (deps: SourcesDeps, caller: Caller, input: AcceptInput): Promise<Source> => {
  await requireActiveSandbox(deps, caller, input.sandbox_id);
  const { value: read } = await readSource(deps.store, caller, input);
  const { tools, consented_tools, definitions } = await describedNow(deps, read);
  if (input.definitions !== undefined && input.definitions !== definitions) throw conflict(meanwhile);
  return changeSource(deps, caller, input, (present) => {
    if (present.status === 'disconnected' || present.connection_revision !== read.connection_revision)
      throw conflict(meanwhile);
    return {
      source: { ...present, consented_tools },
      action: 'source.accept_tools',
      detail: { tools: tools.map(({ name }) => name).slice(0, 100) },
    };
  });
};
