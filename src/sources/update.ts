import type { z } from 'zod';
import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Credential } from '../domain/credential.ts';
import { namespaceOf } from '../domain/label.ts';
import { parseInput } from '../domain/parse.ts';
import type { Source } from '../domain/source.ts';
import { notCheckedYet } from '../domain/source.ts';
import { conflict } from '../errors.ts';
import type { Change } from '../store/port.ts';
import { changeSource, dropSecret } from './change.ts';
import { runCheck } from './check.ts';
import { freeNamespace, moveClaims, requireFreeLabel } from './claims.ts';
import { connectionAfter, usableCredential } from './connection.ts';
import type { SourceRef, SourcesDeps } from './deps.ts';
import type { WantedFields } from './fields.ts';
import { sourceFields, tokenField } from './fields.ts';
import { settingsAfter } from './settings.ts';
import { secretPlace } from './target.ts';

/** The body of `PATCH …/sources/{ds}/user-mcp`. */
export const updateBody = (maxRateCap: number) =>
  sourceFields(maxRateCap).extend({ token: tokenField }).partial();

type Fields = z.input<ReturnType<typeof sourceFields>>;

export type UpdateInput = { [Name in keyof Fields]?: Fields[Name] | undefined } & SourceRef & {
    /** Present means rotate. */
    token?: Credential | null | undefined;
    signal?: AbortSignal | undefined;
  };

const requireChangeable = ({ status }: Source): void => {
  if (status === 'disconnected')
    throw conflict('This source is disconnected and cannot be changed; register it again to use it.');
};

/** Label and namespace after a change: a derived namespace follows its label, one set by hand stays. */
const namesAfter = async (deps: SourcesDeps, present: Source, wanted: WantedFields) => {
  const name = wanted.name ?? present.name;
  const app_namespace = wanted.app_namespace === undefined ? present.app_namespace : wanted.app_namespace;
  const renamed = { ...present, name, app_namespace };
  await requireFreeLabel(deps.store, renamed);
  const stays =
    app_namespace === present.app_namespace &&
    (app_namespace !== null || namespaceOf(name) === namespaceOf(present.name));
  const namespace = stays ? present.namespace : await freeNamespace(deps.store, renamed);
  return { name, app_namespace, namespace };
};

/** What follows from a new connection: nothing learned about the old one holds; a new URL is another server. */
const unchecked = (present: Source, base_url: string) => ({
  connection_revision: present.connection_revision + 1,
  status: present.status === 'paused' ? ('paused' as const) : ('error' as const),
  health_error: notCheckedYet,
  health_cause: null,
  ...(base_url === present.base_url ? {} : { health: null, era: null, consented_tools: {} }),
});

const changedFields = (before: Source, after: Source, rotated: boolean): string[] => [
  ...(Object.keys(after) as (keyof Source)[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  ),
  ...(rotated ? ['credential'] : []),
];

const secretChange = async (
  deps: SourcesDeps,
  present: Source,
  next: Source,
  token: Credential | null,
): Promise<Change[]> => {
  if (!next.has_credential) return present.has_credential ? [dropSecret(present)] : [];
  if (token === null) return [];
  const credential = usableCredential(token, next.auth_kind);
  return [{ ...dropSecret(present), value: await deps.vault.seal(credential, secretPlace(present)) }];
};

/**
 * Changes a source. A new token replaces the old one, whose ciphertext is destroyed; another origin
 * without a new token drops it (rule S5), another scheme wants one. A changed connection is checked at once; other changes are not.
 * Errors: `validation`; `not_found`; `conflict` for a taken label or namespace, a disconnected source or a
 * sandbox that is not active; `precondition_failed` when it has not an expected version.
 */
export const updateSource = async (
  deps: SourcesDeps,
  caller: Caller,
  input: UpdateInput,
): Promise<Source> => {
  await requireActiveSandbox(deps, caller, input.sandbox_id);
  const wanted = parseInput(sourceFields(deps.max_rate_cap_per_minute).partial(), input);
  const token = input.token ?? null;
  let reconnected = false;
  const source = await changeSource(deps, caller, input, async (present) => {
    requireChangeable(present);
    const connection = connectionAfter(deps.egress, present, wanted, token !== null);
    reconnected =
      token !== null ||
      connection.base_url !== present.base_url ||
      connection.auth_kind !== present.auth_kind ||
      connection.auth_header !== present.auth_header;
    const next: Source = {
      ...present,
      ...(await namesAfter(deps, present, wanted)),
      ...connection,
      ...settingsAfter(present, wanted, deps.max_rate_cap_per_minute),
      ...(reconnected ? unchecked(present, connection.base_url) : {}),
    };
    const changed = changedFields(present, next, token !== null);
    if (changed.length === 0) return null;
    const secret = await secretChange(deps, present, next, token);
    return {
      source: next,
      action: 'source.update',
      detail: { changed },
      also: [...moveClaims(present, next), ...secret],
      erase: secret.length > 0,
    };
  });
  if (!reconnected) return source;
  await deps.upstream.forget(source.data_source_id);
  return (await runCheck(deps, caller, source, input.signal)).source;
};
