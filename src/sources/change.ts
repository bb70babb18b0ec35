import { type AuditAction, type AuditDetail, auditChange } from '../audit/record.ts';
import type { Caller } from '../domain/account.ts';
import type { Source } from '../domain/source.ts';
import { keys } from '../store/keys.ts';
import type { Change } from '../store/port.ts';
import { untilFresh } from '../store/until-fresh.ts';
import type { SourceRef, SourcesDeps } from './deps.ts';
import { readSource } from './read.ts';

export type Decision = {
  source: Source;
  /** What the audit record says was done; null records nothing: no more than a measurement changed. */
  action: AuditAction | null;
  detail?: AuditDetail;
  /** Changes that go into the same commit. */
  also?: Change[];
  /** A secret goes for good: no copy is left behind, and no failover brings it back. */
  erase?: boolean;
};

/**
 * Reads the row, lets `decide` say what it becomes (null: as it is), and saves that by compare-and-set together
 * with its audit record; decides anew when another change came between. Returns the row as it now stands.
 */
export const changeSource = (
  deps: Pick<SourcesDeps, 'store' | 'now'>,
  caller: Caller,
  ref: SourceRef,
  decide: (present: Source) => Promise<Decision | null> | Decision | null,
): Promise<Source> =>
  untilFresh(async () => {
    const { key, value: present, version } = await readSource(deps.store, caller, ref);
    const decision = await decide(present);
    if (decision === null) return present;
    const at = deps.now();
    const next = { ...decision.source, version: present.version + 1, updated_at: at.toISOString() };
    const { action, detail = {}, also = [], erase = false } = decision;
    const { sandbox_id, data_source_id } = ref;
    const record =
      action === null
        ? []
        : [auditChange({ caller, action, subject: data_source_id, sandbox_id, detail, at })];
    await deps.store.commit([{ key, value: next, expect: version }, ...also, ...record], {
      erase,
      final: erase,
    });
    return next;
  });

/** Removes the stored secret of a source; commit it with `erase`. */
export const dropSecret = ({ user_id, sandbox_id, data_source_id }: Source): Change => ({
  key: keys.secret(user_id, sandbox_id, data_source_id),
  value: undefined,
});
