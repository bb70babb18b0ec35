import { readSandbox } from '../accounts/get-sandbox.ts';
import { assertActive } from '../accounts/require-active-sandbox.ts';
import { auditChange } from '../audit/record.ts';
import type { Caller } from '../domain/account.ts';
import { createId } from '../domain/id.ts';
import { sandboxLimits } from '../domain/sandbox.ts';
import type { Source } from '../domain/source.ts';
import { notCheckedYet } from '../domain/source.ts';
import { conflict } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { Change } from '../store/port.ts';
import type { SealedSecret } from '../vault/port.ts';
import { freeNamespace, requireFreeLabel, takeClaims } from './claims.ts';
import type { Connection } from './connection.ts';
import type { SourcesDeps } from './deps.ts';
import type { SourceFields } from './fields.ts';
import { claimIdempotencyKey } from './idempotency.ts';
import { settingsAfter } from './settings.ts';

export type NewSource = Omit<Source, 'namespace'>;

/** A source as it is before its first check. */
export const newSource = (
  deps: SourcesDeps,
  caller: Caller,
  sandbox_id: string,
  fields: SourceFields,
  connection: Connection,
): NewSource => {
  const at = deps.now().toISOString();
  return {
    data_source_id: createId('source'),
    user_id: caller.user_id,
    sandbox_id,
    name: fields.name,
    app_namespace: fields.app_namespace ?? null,
    ...connection,
    connection_revision: 1,
    ...settingsAfter(null, fields, deps.max_rate_cap_per_minute),
    status: 'error',
    health: null,
    health_error: notCheckedYet,
    health_cause: null,
    era: null,
    consented_tools: {},
    version: 1,
    created_at: at,
    updated_at: at,
  };
};

/** A change that fails the commit if the sandbox, or what is registered in it, changes meanwhile. */
const fenceSandbox = async (deps: SourcesDeps, caller: Caller, sandbox_id: string): Promise<Change> => {
  const { key, value, version } = await readSandbox(deps.store, caller, sandbox_id);
  assertActive(value);
  const limit = sandboxLimits.max_data_sources;
  const labels = await deps.store.list(keys.label(caller.user_id, sandbox_id, ''), { limit });
  if (labels.entries.length >= limit) {
    throw conflict(`This sandbox has its ${limit} data sources; revoke or delete one first.`);
  }
  return { key, value, expect: version };
};

/** Stores all that a new source is in one commit. A lost race is a `StaleVersionError`, a taken name a `conflict`. */
export const commitNewSource = async (
  deps: SourcesDeps,
  caller: Caller,
  draft: NewSource,
  sealed: SealedSecret | null,
  idempotency_key: string | undefined,
): Promise<Source> => {
  const { user_id, sandbox_id, data_source_id } = draft;
  const fence = await fenceSandbox(deps, caller, sandbox_id);
  await requireFreeLabel(deps.store, draft);
  const source: Source = { ...draft, namespace: await freeNamespace(deps.store, draft) };
  await deps.store.commit([
    fence,
    ...(sealed ? [{ key: keys.secret(user_id, sandbox_id, data_source_id), value: sealed }] : []),
    { key: keys.source(user_id, sandbox_id, data_source_id), value: source, expect: 'absent' },
    ...takeClaims(source),
    ...(idempotency_key === undefined ? [] : [claimIdempotencyKey(source, idempotency_key)]),
    auditChange({
      caller,
      action: 'source.register',
      subject: data_source_id,
      sandbox_id,
      detail: { name: source.name, auth_kind: source.auth_kind },
      at: deps.now(),
    }),
  ]);
  return source;
};
