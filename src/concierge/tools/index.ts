import { addUserMcpSourceTool } from './add-user-mcp-source.ts';
import { createSandboxTool } from './create-sandbox.ts';
import { getAgentTool } from './get-agent.ts';
import { getRunTraceTool } from './get-run-trace.ts';
import { getSourceTool } from './get-source.ts';
import { listAgentToolsTool } from './list-agent-tools.ts';
import { listAgentsTool } from './list-agents.ts';
import { listRunsTool } from './list-runs.ts';
import { listSandboxesTool } from './list-sandboxes.ts';
import { listSourcesTool } from './list-sources.ts';
import { revokeUserMcpSourceTool } from './revoke-user-mcp-source.ts';
import { testUserMcpSourceTool } from './test-user-mcp-source.ts';
import { updateSourceTool } from './update-source.ts';

/** The Concierge's own tools, by name. */
export const conciergeTools = {
  list_sandboxes: listSandboxesTool,
  create_sandbox: createSandboxTool,
  list_sources: listSourcesTool,
  get_source: getSourceTool,
  add_user_mcp_source: addUserMcpSourceTool,
  test_user_mcp_source: testUserMcpSourceTool,
  revoke_user_mcp_source: revokeUserMcpSourceTool,
  update_source: updateSourceTool,
  list_agents: listAgentsTool,
  get_agent: getAgentTool,
  list_agent_tools: listAgentToolsTool,
  get_run_trace: getRunTraceTool,
  list_runs: listRunsTool,
} as const;

export type ConciergeToolName = keyof typeof conciergeTools;
export type ToolInput<Name extends ConciergeToolName> = Parameters<(typeof conciergeTools)[Name]['run']>[1];
export type ToolOutput<Name extends ConciergeToolName> = Awaited<
  ReturnType<(typeof conciergeTools)[Name]['run']>
>;
