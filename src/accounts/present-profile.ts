import { z } from 'zod';
import type { Account } from '../domain/account.ts';
import { idField, timeField } from '../domain/answer-fields.ts';

export const publicProfile = z
  .object({ user_id: idField('account'), created_at: timeField })
  .meta({ id: 'Profile' });

/** An account as its owner sees it. */
export const presentProfile = ({ user_id, created_at }: Account): z.output<typeof publicProfile> => ({
  user_id,
  created_at,
});
