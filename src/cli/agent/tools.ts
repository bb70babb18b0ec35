import { answerOf, type Client } from '../../client/client.ts';
import { anAgent, inSandbox, pathPart } from '../api.ts';
import { columns } from '../columns.ts';
import { define, type InSandbox, option, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';

const maxAbout = 80;

const firstLine = (description: string): string => {
  const [line = ''] = description.split('\n');
  return line.length > maxAbout ? `${line.slice(0, maxAbout - 1)}…` : line;
};

type Shown = {
  json: { tools: { name: string; description: string }[] };
  /** Each with its reason. */
  without: (readonly [source: string, reason: string])[];
  outside: number;
};

const toolsText = ({ json: { tools }, without, outside }: Shown, app: string | undefined): string => {
  const callable = columns(tools.map(({ name, description }) => [name, firstLine(description)]));
  const none = app === undefined ? 'No tool can be called.' : `No tool named \`${app}__…\` can be called.`;
  return [
    callable === '' ? none : callable,
    ...(without.length === 0 ? [] : ['', 'Without tools now:', columns(without)]),
    ...(outside === 0 ? [] : ['', `${outside} more are outside the allowlist of the agent.`]),
  ].join('\n');
};

type Where = { sandbox_id: string; query: { app_slug?: string } };

const ofAgent = async (client: Client, slug: string, { sandbox_id, query }: Where): Promise<Shown> => {
  const param = { sandbox_id, slug: pathPart(slug) };
  const json = await answerOf(anAgent(client).tools.$get({ param, query }));
  const { skip_reasons, allowlist_filtered_out } = json.trace;
  return { json, without: Object.entries(skip_reasons), outside: allowlist_filtered_out.length };
};

const ofSandbox = async (client: Client, { sandbox_id, query }: Where): Promise<Shown> => {
  const api = inSandbox(client);
  const param = { sandbox_id };
  const json = await answerOf(api.agents.tools.$get({ param, query }));
  const { sources } = await answerOf(api.sources.$get({ param, query: {} }));
  const without = sources
    .filter(({ status }) => status === 'paused' || status === 'error')
    .map(({ name, status, health_error }) => [name, health_error ?? `It is ${status}.`] as const);
  return { json, without, outside: 0 };
};

export const toolsCommand = define<InSandbox & { app?: string }>({
  usage: 'tools [slug]',
  about: 'List the tools that can be called now, by an agent or in the whole sandbox, and what has none.',
  example: 'concierge agent tools support --app acme',
  options: [option('--app <namespace>', 'only those of one source'), sandboxOption],
  run: async (work, { sandbox, app }, slug) => {
    const { sandbox_id } = await findSandbox(work, sandbox);
    const where = { sandbox_id, query: app === undefined ? {} : { app_slug: app } };
    const listing = slug === undefined ? ofSandbox(work.client, where) : ofAgent(work.client, slug, where);
    const shown = await work.waiting('Listing the tools', listing);
    return { text: toolsText(shown, app), json: shown.json };
  },
});
