import { z } from 'zod';
import type { ApiKey } from '../domain/account.ts';
import { idField, textField, timeField } from '../domain/answer-fields.ts';

/** What an owner sees of a key. */
export const publicApiKey = z
  .object({
    id: idField('key'),
    name: textField('ci'),
    key_prefix: textField('olk_7Qm2').describe('The first characters, to recognise it by.'),
    created_at: timeField,
    expires_at: timeField.exactOptional(),
    last_used_at: timeField.exactOptional().describe('To the minute; absent when it was never used.'),
    is_expired: z.boolean(),
  })
  .meta({ id: 'ApiKey' });

export type ApiKeyView = z.output<typeof publicApiKey>;

export const hasExpired = (expires_at: string | null, now: Date): boolean =>
  expires_at !== null && Date.parse(expires_at) <= now.getTime();

export const presentApiKey = (
  { id, name, key_prefix, created_at, expires_at, last_used_at }: ApiKey,
  now: Date,
): ApiKeyView => ({
  id,
  name,
  key_prefix,
  created_at,
  ...(expires_at === null ? {} : { expires_at }),
  ...(last_used_at === undefined ? {} : { last_used_at }),
  is_expired: hasExpired(expires_at, now),
});
