import { z } from 'zod';
import type { Caller } from '../domain/account.ts';
import { parseInput } from '../domain/parse.ts';
import type { Source } from '../domain/source.ts';
import { conflict } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { Change, Store } from '../store/port.ts';
import type { SourceRef } from './deps.ts';

const sentence = '`idempotency_key` is text of 1 to 200 characters.';
const idempotencyField = z.object({
  idempotency_key: z
    .string(sentence)
    .min(1, sentence)
    .max(200, sentence)
    .regex(/^[ -~]+$/, sentence)
    .optional(),
});

/** What an idempotency key made. It is kept for good: the same key never makes a second source (rule L1). */
type Claim = SourceRef;

export const parseIdempotencyKey = (input: unknown): string | undefined =>
  parseInput(idempotencyField, input).idempotency_key;

/** The source that this key already made, or null. Throws `conflict` when the key was used up elsewhere. */
export const earlierRegistration = async (
  store: Store,
  caller: Caller,
  sandbox_id: string,
  idempotency_key: string | undefined,
): Promise<Source | null> => {
  if (idempotency_key === undefined) return null;
  const claim = await store.get<Claim>(keys.idempotency(caller.user_id, idempotency_key));
  if (claim === null) return null;
  if (claim.value.sandbox_id !== sandbox_id) {
    throw conflict('This `idempotency_key` registered a source in another sandbox; use a new key.');
  }
  const row = await store.get<Source>(keys.source(caller.user_id, sandbox_id, claim.value.data_source_id));
  if (row === null) {
    throw conflict('The source that this `idempotency_key` registered was deleted; use a new key.');
  }
  return row.value;
};

export const claimIdempotencyKey = (source: Source, idempotency_key: string): Change => ({
  key: keys.idempotency(source.user_id, idempotency_key),
  value: { sandbox_id: source.sandbox_id, data_source_id: source.data_source_id } satisfies Claim,
  expect: 'absent',
});
