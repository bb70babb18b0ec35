import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import { auditChange } from '../audit/record.ts';
import type { Caller } from '../domain/account.ts';
import type { Source } from '../domain/source.ts';
import { untilFresh } from '../store/until-fresh.ts';
import { dropSecret } from './change.ts';
import { releaseClaims } from './claims.ts';
import type { SourceRef, SourcesDeps } from './deps.ts';
import { readSource } from './read.ts';

/**
 * Removes a source, its secret and its claims, from any status; returns what was removed.
 * Errors: `not_found`; `conflict` when the sandbox is not active.
 */
export const deleteSource = async (deps: SourcesDeps, caller: Caller, ref: SourceRef): Promise<Source> => {
  const { sandbox_id, data_source_id } = ref;
  await requireActiveSandbox(deps, caller, sandbox_id);
  const removed = await untilFresh(async () => {
    const { key, value: source, version } = await readSource(deps.store, caller, ref);
    // A disconnected source gave its claims back; another may hold them now.
    const claims = source.status === 'disconnected' ? [] : releaseClaims(source);
    const at = deps.now();
    const detail = { name: source.name };
    await deps.store.commit(
      [
        { key, value: undefined, expect: version },
        dropSecret(source),
        ...claims,
        auditChange({ caller, action: 'source.delete', subject: data_source_id, sandbox_id, detail, at }),
      ],
      { erase: true },
    );
    return source;
  });
  await deps.upstream.forget(data_source_id);
  return removed;
};
