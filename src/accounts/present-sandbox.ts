import { z } from 'zod';
import { idField, textField, timeField } from '../domain/answer-fields.ts';
import { type Sandbox, sandboxLimits, sandboxStatuses, storageProviderType } from '../domain/sandbox.ts';

export const publicSandbox = z
  .object({
    sandbox_id: idField('sandbox'),
    user_id: idField('account'),
    owner_id: textField('team-search').describe(
      "The caller's own mapping; the account's id when none was given.",
    ),
    name: textField('staging'),
    tier: textField('free'),
    status: z.enum(sandboxStatuses),
    storage_provider_type: z.literal(storageProviderType),
    limits: z
      .object({ max_data_sources: z.int(), max_projects: z.int(), max_storage_bytes: z.int() })
      .meta({ examples: [sandboxLimits] }),
    metadata: z.record(z.string(), z.unknown()),
    created_at: timeField,
  })
  .meta({ id: 'Sandbox' });

export type PublicSandbox = z.output<typeof publicSandbox>;

/** A sandbox as outsiders see it: public fields, selected in. */
export const presentSandbox = (sandbox: Sandbox): PublicSandbox => ({
  sandbox_id: sandbox.sandbox_id,
  user_id: sandbox.user_id,
  owner_id: sandbox.owner_id,
  name: sandbox.name,
  tier: sandbox.tier,
  status: sandbox.status,
  storage_provider_type: storageProviderType,
  limits: sandboxLimits,
  metadata: sandbox.metadata,
  created_at: sandbox.created_at,
});
