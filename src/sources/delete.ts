import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import { auditChange } from '../audit/record.ts';
import type { Caller } from '../domain/account.ts';
import type { Source } from '../domain/source.ts';
import { isConciergeError } from '../errors.ts';
import { keys } from '../store/keys.ts';
import { untilFresh } from '../store/until-fresh.ts';
import { dropSecret } from './change.ts';
import { releaseClaims } from './claims.ts';
import type { SourceRef, SourcesDeps } from './deps.ts';
import { readSource } from './read.ts';

/** An earlier delete may have failed after its commit: where nothing is left, that is made final. */
const finishEarlierDelete = async (
  { store }: SourcesDeps,
  { user_id }: Caller,
  { sandbox_id, data_source_id }: SourceRef,
): Promise<void> => {
  const key = keys.secret(user_id, sandbox_id, data_source_id);
  await store.commit([{ key, value: undefined }], { final: true });
};

/**
 * Removes a source, its secret and its claims, from any status; returns what was removed.
 * Errors: `not_found`; `conflict` when the sandbox is not active.
 */
export const deleteSource = async (deps: SourcesDeps, caller: Caller, ref: SourceRef): Promise<Source> => {
  const { sandbox_id, data_source_id } = ref;
  await requireActiveSandbox(deps, caller, sandbox_id);
  const removed = await untilFresh(async () => {
    const {
      key,
      value: source,
      version,
    } = await readSource(deps.store, caller, ref).catch(async (error: unknown) => {
      if (isConciergeError(error, 'not_found')) await finishEarlierDelete(deps, caller, ref);
      throw error;
    });
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
      { erase: true, final: true },
    );
    return source;
  });
  await deps.upstream.forget(data_source_id);
  return removed;
};
