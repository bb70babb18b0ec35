export type ModelSettings = {
  backend: 'anthropic';
  model: string;
  temperature?: number | undefined;
  max_tokens?: number | undefined;
  max_turns?: number | undefined;
  timeout_s?: number | undefined;
};

/** A stored agent configuration. `slug` is unique in its sandbox. */
export type Agent = {
  agent_id: string;
  user_id: string;
  sandbox_id: string;
  slug: string;
  name: string;
  description: string;
  system_prompt: string;
  /** Providers whose tools it sees; null means the default `["user_mcp"]`, `[]` none. */
  tool_sources: string[] | null;
  /** Callable names it may use; `[]` means all. */
  tool_allowlist: string[];
  model_settings: ModelSettings;
  status: 'active' | 'archived';
  version: number;
  created_at: string;
  updated_at: string;
};

/** Slugs that routes need for themselves. */
export const reservedSlugs = ['tools', 'runs'] as const;
