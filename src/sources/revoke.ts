import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Source } from '../domain/source.ts';
import { changeSource, dropSecret } from './change.ts';
import { releaseClaims } from './claims.ts';
import type { SourceRef, SourcesDeps } from './deps.ts';

/**
 * Forgets the binding to a server, from any status and for good: the row stays as a tombstone, the secret is
 * destroyed, label and namespace are free again. Durable, with no copy of the secret left, when it resolves
 * (rules L2, S6). Idempotent. Errors: `not_found`; `conflict` when the sandbox is not active.
 */
export const revokeSource = async (deps: SourcesDeps, caller: Caller, ref: SourceRef): Promise<Source> => {
  await requireActiveSandbox(deps, caller, ref.sandbox_id);
  const source = await changeSource(deps, caller, ref, async (present) => {
    if (present.status === 'disconnected') {
      // An earlier revoke may have failed after its commit: what it could not erase, or make final, is done now.
      await deps.store.commit([dropSecret(present)], { erase: true, final: true });
      return null;
    }
    return {
      source: {
        ...present,
        status: 'disconnected',
        has_credential: false,
        connection_revision: present.connection_revision + 1,
        health_error: null,
        health_cause: null,
      },
      action: 'source.revoke',
      also: [dropSecret(present), ...releaseClaims(present)],
      erase: true,
    };
  });
  await deps.upstream.forget(ref.data_source_id);
  return source;
};
