import { z } from 'zod';
import type { Caller } from '../domain/account.ts';
import { textField } from '../domain/answer-fields.ts';
import type { Credential } from '../domain/credential.ts';
import { labelProblem, maxLabelLength } from '../domain/label.ts';
import { parseInput } from '../domain/parse.ts';
import { conflict } from '../errors.ts';
import { keys } from '../store/keys.ts';
import { StaleVersionError } from '../store/port.ts';
import type { AccountsDeps } from './deps.ts';
import { newApiKey } from './new-api-key.ts';
import { type ApiKeyView, presentApiKey, publicApiKey } from './present-api-key.ts';

const dayMs = 24 * 60 * 60 * 1000;
const maxDays = 3650;
const nameSentence = `A key's name has 1 to ${maxLabelLength} visible characters, without line breaks.`;
const daysSentence = `\`expires_in_days\` is a whole number from 1 to ${maxDays}.`;

export const createApiKeyBody = z.strictObject({
  name: z
    .string(nameSentence)
    .trim()
    .refine((name) => labelProblem(name) === null, nameSentence),
  expires_in_days: z.int(daysSentence).min(1, daysSentence).max(maxDays, daysSentence).optional(),
});

/** The one answer that shows a key's text. */
export const newApiKeyAnswer = publicApiKey.extend({ key: textField('olk_7Qm2…') }).meta({ id: 'NewApiKey' });

export type CreateApiKeyInput = z.input<typeof createApiKeyBody> & {
  /** A key chosen by the operator; left out: a new one is drawn. */
  key?: Credential;
};

/**
 * Makes a key; its text is returned here and never again. The row of `{system}` comes last, so that a crash in
 * between leaves no key that works. Errors: `validation`; `conflict` when the chosen key exists.
 */
export const createApiKey = async (
  { store, now }: AccountsDeps,
  caller: Caller,
  { key, ...input }: CreateApiKeyInput,
): Promise<{ api_key: ApiKeyView; key: Credential }> => {
  const { name, expires_in_days } = parseInput(createApiKeyBody, input);
  const at = now();
  const expires_at =
    expires_in_days === undefined ? null : new Date(at.getTime() + expires_in_days * dayMs).toISOString();
  const made = newApiKey(caller, { name, expires_at, key, at });
  await store.commit(made.own);
  try {
    await store.commit([made.system]);
  } catch (error) {
    if (!(error instanceof StaleVersionError)) throw error;
    await store.commit([{ key: keys.apiKey(caller.user_id, made.row.id), value: undefined }]);
    throw conflict('This API key exists already; choose another.');
  }
  return { api_key: presentApiKey(made.row, at), key: made.key };
};
