import { missingTools } from '../../concierge/handlers/list.ts';
import { bullets, code, count, say } from '../../concierge/reply.ts';
import { checkText, nameList, sourceLine } from '../../concierge/report.ts';
import type { ConciergeToolName, ToolOutput } from '../../concierge/tools/index.ts';
import type { ChangeName } from './shapes.ts';

type Readings = Exclude<ConciergeToolName, ChangeName>;
type Texts = { [Name in Readings]: (output: ToolOutput<Name>) => string };

const runLine = ({ run_id, status, started_at, error_message }: ToolOutput<'list_runs'>['runs'][number]) =>
  `${code(run_id)}: ${status}, ${started_at}${error_message ? ` (${error_message})` : ''}`;

const sourceText = ({ tools, ...source }: ToolOutput<'get_source'>): string => {
  const usable = tools.filter(({ status }) => status === 'ok' || status === 'changed');
  return usable.length === 0
    ? sourceLine(source)
    : say('answers.source_tools', {
        name: source.name,
        status: source.status,
        tools: count(usable.length, 'tool'),
        list: nameList(usable.map(({ name }) => name)),
      });
};

const agentToolsText = ({ agent, tools, trace }: ToolOutput<'list_agent_tools'>): string => {
  const who = agent === undefined ? say('links.whole_sandbox') : code(agent);
  const list = nameList(tools.map(({ name }) => name));
  const can =
    tools.length === 0
      ? say('answers.no_tools', { who })
      : say('answers.tools', { who, tools: count(tools.length, 'tool'), list });
  return [can, ...missingTools(trace)].join('\n\n');
};

/** What a tool that nobody is asked about found or made, for a person to read; its structured content has the rest. */
export const texts: Texts = {
  list_sandboxes: ({ sandboxes }) =>
    say('answers.sandboxes', {
      list: bullets(
        sandboxes.map(({ name, status, sandbox_id }) => `${code(name)}: ${status}, ${code(sandbox_id)}`),
      ),
    }),
  create_sandbox: ({ name }) => say('report.sandbox_created', { name }),
  list_sources: ({ sources, sandbox }) =>
    sources.length === 0
      ? say('answers.no_sources', { sandbox: code(sandbox) })
      : say('answers.sources', {
          sources: count(sources.length, 'source'),
          sandbox: code(sandbox),
          list: bullets(sources.map(sourceLine)),
        }),
  get_source: sourceText,
  test_user_mcp_source: checkText,
  list_agents: ({ agents, sandbox }) =>
    agents.length === 0
      ? say('answers.no_agents', { sandbox: code(sandbox), place: ` --sandbox ${sandbox}` })
      : say('answers.agents', {
          sandbox: code(sandbox),
          list: bullets(agents.map(({ slug, name }) => `${code(slug)}: ${name}`)),
        }),
  get_agent: ({ slug, name, status, model_settings }) =>
    `${code(slug)}: ${name}, ${status}, ${code(model_settings.model)}`,
  list_agent_tools: agentToolsText,
  get_run_trace: (run) => runLine(run),
  list_runs: ({ runs }) => (runs.length === 0 ? say('links.no_runs') : bullets(runs.map(runLine))),
};
