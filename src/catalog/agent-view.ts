import type { Agent } from '../domain/agent.ts';
import type { Assembly } from './assemble.ts';
import type { AbsentTool, CatalogTool, Resolution } from './port.ts';

const provider = 'user_mcp';

/** Why an agent gets no tools at all, or null when it may have some. */
export const agentProblem = ({ status, tool_sources, slug }: Agent): string | null => {
  if (status === 'archived') return `The agent \`${slug}\` is archived.`;
  if ((tool_sources ?? [provider]).includes(provider)) return null;
  return `The agent \`${slug}\` does not use \`${provider}\` sources; add \`${provider}\` to its tool sources.`;
};

const outside = ({ name, tool, source_name }: CatalogTool): AbsentTool => ({
  kind: 'outside_allowlist',
  name,
  tool,
  source: source_name,
  reason: 'It is outside the allowlist of the agent.',
});

/** What of a sandbox's tools an allowlist leaves; an empty one leaves all. */
export const withAllowlist = (
  assembly: Assembly,
  allowlist: readonly string[],
  duration_ms: number,
): Resolution => {
  const allowed = new Set(allowlist);
  const [tools, filtered]: [CatalogTool[], CatalogTool[]] = [[], []];
  for (const tool of assembly.tools)
    (allowed.size === 0 || allowed.has(tool.name) ? tools : filtered).push(tool);
  const names = tools.map(({ name }) => name);
  return {
    tools,
    absent_tools: [...assembly.absent_tools, ...filtered.map(outside)],
    absent_sources: assembly.absent_sources,
    trace: {
      ...assembly.trace,
      tool_names_advertised: names,
      allowlist_filtered_out: filtered.map(({ name }) => name),
      allowlist_missing_entries: [...allowed.difference(new Set(names))],
      duration_ms,
    },
  };
};
