import { z } from 'zod';
import { auditChange } from '../audit/record.ts';
import type { ApiKey, Caller } from '../domain/account.ts';
import { idField, textField } from '../domain/answer-fields.ts';
import { isId } from '../domain/id.ts';
import { notFound } from '../errors.ts';
import { keys } from '../store/keys.ts';
import { untilFresh } from '../store/until-fresh.ts';
import type { AccountsDeps } from './deps.ts';

export const revokedApiKey = z.object({
  revoked: z.literal(true),
  id: idField('key'),
  name: textField('ci'),
});

/**
 * Kills a key at once: its `{system}` row goes first, so that a crash in between leaves a dead key in the list,
 * which can be revoked again. Errors: `not_found` for an unknown id or another account's.
 */
export const revokeApiKey = (
  { store, now }: AccountsDeps,
  caller: Caller,
  id: string,
): Promise<z.output<typeof revokedApiKey>> =>
  untilFresh(async () => {
    const entry = isId('key', id) ? await store.get<ApiKey>(keys.apiKey(caller.user_id, id)) : null;
    if (entry === null) throw notFound('API key');
    const { name, key_hash } = entry.value;
    await store.commit([{ key: keys.system.apiKey(key_hash), value: undefined }], { final: true });
    await store.commit([
      { key: entry.key, value: undefined, expect: entry.version },
      auditChange({ caller, action: 'api_key.revoke', subject: id, detail: { name }, at: now() }),
    ]);
    return { revoked: true, id, name };
  });
