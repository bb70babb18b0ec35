import { type Sandbox, sandboxLimits, storageProviderType } from '../domain/sandbox.ts';

/** A sandbox as outsiders see it: public fields, selected in. */
export const presentSandbox = (sandbox: Sandbox) => ({
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
