import type { Request } from './commands.ts';
import { listed } from './reply.ts';

const of = (source: string | undefined): string => source ?? 'it';

const changeText = ({ source, ...change }: Extract<Request, { command: 'update' }>): string => {
  const name = of(source);
  if (change.rotate) return `Give ${name} a new credential`;
  if (change.base_url !== undefined) return `Change the URL of ${name} to ${change.base_url}`;
  if (change.auth_kind === 'none') return `Change ${name} to no authentication`;
  if (change.auth_kind !== undefined) return `Change the authentication of ${name}`;
  if (change.name !== undefined) return `Rename ${name} to ${change.name}`;
  if (change.rate_cap_per_minute !== undefined)
    return `Cap ${name} at ${change.rate_cap_per_minute} calls per minute`;
  if (change.allow_tools !== undefined) return `Also allow ${listed(change.allow_tools)} of ${name}`;
  if (change.withhold_tools !== undefined) return `Leave ${listed(change.withhold_tools)} of ${name} out`;
  if (change.allowed_tools === null) return `Allow all tools of ${name}`;
  return change.allowed_tools === undefined
    ? `Change ${name}`
    : `Limit ${name} to ${listed(change.allowed_tools)}`;
};

const texts: { [Name in Request['command']]: (request: Extract<Request, { command: Name }>) => string } = {
  register: ({ name, base_url }) =>
    base_url === undefined
      ? 'Register a server'
      : `Register ${base_url}${name === undefined ? '' : ` as ${name}`}`,
  copy: ({ source, sandbox }) => `Copy ${of(source)} to ${sandbox ?? 'another sandbox'}`,
  create_sandbox: ({ name }) => `Create a sandbox${name === undefined ? '' : ` called ${name}`}`,
  revoke: ({ source }) => `Revoke ${of(source)}, for good`,
  pause: ({ source }) => `Pause ${of(source)}, to resume it later`,
  resume: ({ source }) => `Resume ${of(source)}`,
  update: changeText,
  test: ({ source, all }) => (all ? 'Test everything' : `Test ${of(source)}`),
  accept: ({ source }) => `Accept the changes of ${source}`,
  list_sources: () => 'Show the sources',
  list_sandboxes: () => 'Show the sandboxes',
  list_agents: () => 'Show the agents',
  list_tools: ({ agent, source }) => `Show the tools of ${agent ?? of(source)}`,
  show_source: ({ source }) => `Show ${of(source)}`,
  why: ({ source, tool, agent }) => `Explain why ${tool ?? source ?? agent ?? 'it'} is missing`,
  help: ({ topic }) => (topic === 'tools' ? 'Explain which tools an agent has' : 'Explain it first'),
};

/** A request as the user would say it: the label of a button, and the name by which it is picked. */
export const readingText = (request: Request): string =>
  (texts[request.command] as (request: Request) => string)(request);
