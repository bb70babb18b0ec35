import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Source } from '../domain/source.ts';
import { conflict } from '../errors.ts';
import { changeSource } from './change.ts';
import { consentTo } from './consent.ts';
import type { SourceRef, SourcesDeps } from './deps.ts';
import { readSource } from './read.ts';
import { sourceTarget } from './target.ts';

/**
 * The owner agrees to the tools as the server describes them now: changed and held ones become callable as they
 * are (rule P3). Errors: `not_found`; `conflict` when it is disconnected, its sandbox is not active, or it got
 * another connection meanwhile; `upstream_failed` or `upstream_timeout` when the server cannot be asked.
 */
export const acceptTools = async (deps: SourcesDeps, caller: Caller, ref: SourceRef): Promise<Source> => {
  await requireActiveSandbox(deps, caller, ref.sandbox_id);
  const { value: read } = await readSource(deps.store, caller, ref);
  if (read.status === 'disconnected')
    throw conflict('This source is disconnected: there are no tools to accept.');
  const { tools } = await deps.upstream.list(sourceTarget(deps, read));
  const consented_tools = await consentTo(tools);
  return changeSource(deps, caller, ref, (present) => {
    if (present.status === 'disconnected' || present.connection_revision !== read.connection_revision)
      throw conflict('The source was changed meanwhile; look at its tools again before you accept them.');
    return {
      source: { ...present, consented_tools },
      action: 'source.accept_tools',
      detail: { tools: tools.map(({ name }) => name).slice(0, 100) },
    };
  });
};
