import { auditChange } from '../audit/record.ts';
import type { ApiKey, Caller } from '../domain/account.ts';
import { Credential } from '../domain/credential.ts';
import { drawSecret } from '../domain/draw-secret.ts';
import { createId } from '../domain/id.ts';
import { validationError } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { Change } from '../store/port.ts';
import { keyDigest } from './key-digest.ts';

const keyForm = /^olk_[A-Za-z0-9_-]{16,200}$/;
const shownCharacters = 8;

/** What `{system}` knows of a key: enough to let a caller in. */
export type KeyOwner = { user_id: string; id: string; expires_at: string | null };

export type NewApiKeyFields = {
  name: string;
  expires_at: string | null;
  /** A key chosen by the operator; left out: a new one is drawn. */
  key: Credential | undefined;
  at: Date;
};

export type NewApiKey = {
  row: ApiKey;
  key: Credential;
  /** For the account's commit, which comes first. */
  own: Change[];
  /** For the `{system}` commit, which makes the key work. */
  system: Change;
};

const drawKey = (): Credential => new Credential(`olk_${drawSecret()}`);

/** Drafts a key; nothing is stored yet. Errors: `validation` for a chosen key of another form, without echo. */
export const newApiKey = (
  { user_id }: Caller,
  { name, expires_at, key = drawKey(), at }: NewApiKeyFields,
): NewApiKey => {
  const text = key.reveal();
  if (!keyForm.test(text))
    throw validationError('api_key', 'An API key is `olk_` and 16 to 200 letters, digits, `_` or `-`.');
  const row: ApiKey = {
    id: createId('key'),
    user_id,
    name,
    key_hash: keyDigest(text),
    key_prefix: text.slice(0, shownCharacters),
    created_at: at.toISOString(),
    expires_at,
  };
  const owner: KeyOwner = { user_id, id: row.id, expires_at };
  const audit = {
    caller: { user_id },
    action: 'api_key.create',
    subject: row.id,
    detail: { name },
    at,
  } as const;
  return {
    row,
    key,
    own: [{ key: keys.apiKey(user_id, row.id), value: row, expect: 'absent' }, auditChange(audit)],
    system: { key: keys.system.apiKey(row.key_hash), value: owner, expect: 'absent' },
  };
};
