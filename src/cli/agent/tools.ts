import { getAgent } from '../../agents/get.ts';
import type { CatalogTool, Resolution } from '../../catalog/port.ts';
import { presentTools } from '../../catalog/present-tools.ts';
import { columns } from '../columns.ts';
import { define, type InSandbox, option, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';

const maxAbout = 80;

const firstLine = (description: string): string => {
  const [line = ''] = description.split('\n');
  return line.length > maxAbout ? `${line.slice(0, maxAbout - 1)}…` : line;
};

const toolsText = ({ absent_sources, trace }: Resolution, tools: CatalogTool[]): string => {
  const callable = columns(tools.map(({ name, description }) => [name, firstLine(description)]));
  const without = absent_sources.map(({ source, reason }) => `${source}: ${reason}`);
  const outside = trace.allowlist_filtered_out.length;
  return [
    callable === '' ? 'No tool can be called.' : callable,
    ...(without.length === 0 ? [] : ['', 'Without tools now:', ...without]),
    ...(outside === 0 ? [] : ['', `${outside} more are outside the allowlist of the agent.`]),
  ].join('\n');
};

export const toolsCommand = define<InSandbox & { app?: string }>({
  usage: 'tools [slug]',
  about: 'List the tools that can be called now, by an agent or in the whole sandbox, and what has none.',
  example: 'concierge agent tools support --app acme',
  options: [option('--app <namespace>', 'only those of one source'), sandboxOption],
  run: async (work, { sandbox, app }, slug) => {
    const { caller, rooms } = work;
    const { sandbox_id } = await findSandbox(work, sandbox);
    const resolution =
      slug === undefined
        ? await rooms.catalog.resolveSandbox(caller, sandbox_id)
        : await rooms.catalog.resolveAgent(
            caller,
            await getAgent(rooms.agents, caller, { sandbox_id, slug }),
          );
    const shown = resolution.tools.filter(({ app_slug }) => app === undefined || app_slug === app);
    return {
      text: toolsText(resolution, shown),
      json: { ...presentTools(shown, app), trace: resolution.trace },
    };
  },
});
