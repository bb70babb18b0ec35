export const sandboxStatuses = ['active', 'suspended', 'archived'] as const;
export type SandboxStatus = (typeof sandboxStatuses)[number];

/** The tenancy boundary: sources and agents live in one. */
export type Sandbox = {
  sandbox_id: string;
  user_id: string;
  /** The caller's own mapping; opaque to us. */
  owner_id: string;
  name: string;
  tier: string;
  status: SandboxStatus;
  metadata: Record<string, unknown>;
  created_at: string;
};

export const sandboxLimits = { max_data_sources: 100, max_projects: 0, max_storage_bytes: 0 } as const;
export const storageProviderType = 'platform_s3';
