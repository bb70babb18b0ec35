/** A tool as its server describes it (MCP `Tool`), checked for form only: other people's text. */
export type ToolDefinition = {
  name: string;
  title?: string;
  description?: string;
  inputSchema: Record<string, unknown>;
  outputSchema?: Record<string, unknown>;
  annotations?: Record<string, unknown>;
  /** Why its server's transport forbids to call it, as a sentence of ours; no part of the definition. */
  forbidden?: string;
};
