import type { z } from 'zod';
import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Credential } from '../domain/credential.ts';
import { parseInput } from '../domain/parse.ts';
import type { Source } from '../domain/source.ts';
import { notCheckedYet } from '../domain/source.ts';
import { untilFresh } from '../store/until-fresh.ts';
import { runCheck } from './check.ts';
import { freeNamespace, requireFreeLabel } from './claims.ts';
import { connectionAfter, usableCredential } from './connection.ts';
import type { SourcesDeps } from './deps.ts';
import { sourceFields, tokenField } from './fields.ts';
import { earlierRegistration, parseIdempotencyKey } from './idempotency.ts';
import { commitNewSource, newSource } from './new-source.ts';
import { secretPlace } from './target.ts';

/** The body of `POST …/sources/user-mcp`. */
export const registerBody = (maxRateCap: number) => sourceFields(maxRateCap).extend({ token: tokenField });

export type RegisterInput = z.input<ReturnType<typeof sourceFields>> & {
  sandbox_id: string;
  token?: Credential | null | undefined;
  /** One key gives one source, however often it is sent (rule L1). */
  idempotency_key?: string | undefined;
  signal?: AbortSignal | undefined;
};

const createSource = async (
  deps: SourcesDeps,
  caller: Caller,
  { sandbox_id, token, ...input }: RegisterInput,
  earlier: () => Promise<Source | null>,
): Promise<Source> => {
  const fields = parseInput(sourceFields(deps.max_rate_cap_per_minute), input);
  const connection = connectionAfter(deps.egress, null, fields, Boolean(token));
  const credential = token ? usableCredential(token, fields.auth_kind) : null;
  await deps.registrations?.take(caller.user_id);
  const draft = newSource(deps, caller, sandbox_id, fields, connection);
  const sealed = credential && (await deps.vault.seal(credential, secretPlace(draft)));
  return untilFresh(
    async () =>
      (await earlier()) ?? (await commitNewSource(deps, caller, draft, sealed, input.idempotency_key)),
  );
};

/**
 * What a registration would make, for who is asked first: nothing is stored. Where the scheme wants a credential,
 * one is taken for granted. Errors: those of `registerSource` but for `rate_limited`.
 */
export const previewSource = async (
  deps: SourcesDeps,
  caller: Caller,
  { sandbox_id, ...input }: Omit<RegisterInput, 'token'>,
): Promise<Source> => {
  await requireActiveSandbox(deps, caller, sandbox_id);
  const fields = parseInput(sourceFields(deps.max_rate_cap_per_minute), input);
  const connection = connectionAfter(deps.egress, null, fields, fields.auth_kind !== 'none');
  const draft = newSource(deps, caller, sandbox_id, fields, connection);
  await requireFreeLabel(deps.store, draft);
  return { ...draft, namespace: await freeNamespace(deps.store, draft) };
};

/**
 * Registers a server in two steps: secret, row, claims and audit record in one commit, then the health check.
 * A failed check leaves the source in `error`. The same `idempotency_key` again returns the same source, checked
 * if it never was. Errors: `validation`; `not_found`; `conflict` for a taken label or namespace, a full sandbox
 * or one that is not active; `rate_limited` for too many registrations of the account.
 */
export const registerSource = async (
  deps: SourcesDeps,
  caller: Caller,
  input: RegisterInput,
): Promise<Source> => {
  await requireActiveSandbox(deps, caller, input.sandbox_id);
  const key = parseIdempotencyKey(input);
  const earlier = () => earlierRegistration(deps.store, caller, input.sandbox_id, key);
  const source = (await earlier()) ?? (await createSource(deps, caller, input, earlier));
  if (source.health_error !== notCheckedYet) return source;
  return (await runCheck(deps, caller, source, input.signal)).source;
};
