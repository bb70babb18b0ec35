import type { Command } from '../../commands.ts';
import { hasSource, isCommand, isNamed, replaced, type Take, type Turn } from './part.ts';

type Update = Extract<Command, { command: 'update' }>;
/** What names tools: a request, or the readings of one. */
const toolLists = (command: Command | undefined): Update[] =>
  (command?.command === 'clarify' ? command.readings : [command]).filter(
    (one): one is Update =>
      one?.command === 'update' && (one.allowed_tools ?? one.allow_tools ?? one.withhold_tools) != null,
  );

/** "… and Climate", "…, get_page": the same for one more thing, known or not. */
export const list: Take = ({ item: { more, names }, parts, previous, revises, view }) => {
  const sources = more?.sources ?? names ?? [];
  const [first] = sources;
  if (more?.cap !== undefined) {
    if (previous?.command !== 'update' || previous.rate_cap_per_minute === undefined) return false;
    const rate_cap_per_minute = more.cap;
    parts.push(...sources.map((source): Command => ({ command: 'update', source, rate_cap_per_minute })));
    return true;
  }
  if (more?.all && previous?.command === 'test')
    return replaced(parts, previous, { command: 'test', all: true });
  if (more !== undefined && view.flow === 'revoke' && revises && previous === undefined)
    parts.push(...sources.map((source): Command => ({ command: 'revoke', source })));
  else if (more !== undefined && view.flow === 'update' && view.secret_input)
    parts.push(...sources.map((source): Command => ({ command: 'update', source, rotate: true })));
  else if (more && revises && first !== undefined && previous && 'source' in previous)
    previous.source = first;
  else if (more?.tools.length && previous?.command === 'update' && previous.what === 'rate_cap_per_minute') {
    // "limit Docs: get_page, search": to what is said behind it.
    previous.allowed_tools = more.tools;
    delete previous.what;
  } else if (more !== undefined && toolLists(previous).length > 0)
    for (const update of toolLists(previous)) {
      (update.allowed_tools ?? update.allow_tools ?? update.withhold_tools)?.push(...more.tools);
      if (first !== undefined) update.source ??= first;
    }
  else if (more !== undefined && hasSource(previous) && previous.source === undefined && first !== undefined)
    // "pause it, the billing": what it is stands behind it.
    parts.splice(parts.indexOf(previous), 1, ...sources.map((source) => ({ ...previous, source })));
  else if (hasSource(previous) && previous.source !== undefined && previous.command !== 'update')
    parts.push(...sources.map((source) => ({ ...previous, source })));
  return true;
};

/** "revoke Docs and Wiki, no, just pause them": what is corrected is what to do with each of them. */
export const insteadOfAll = ({ item: { commands = [] }, parts, previous, revises }: Turn): boolean => {
  const [first] = commands;
  if (!revises || first === undefined || !commands.every(hasSource) || first.command === previous?.command)
    return false;
  const earlier = parts.filter((part) => isCommand(part) && part.command === previous?.command);
  const said = commands.flatMap(({ source }) => (source === undefined || source === 'it' ? [] : [source]));
  if (earlier.length < 2 || !earlier.every((part) => isCommand(part) && hasSource(part))) return false;
  if (said.length === 0 && commands.length > 1) return false;
  for (const part of earlier as (Command & { source?: string })[])
    if (said.length === 0) replaced(parts, part, { ...first, source: part.source } as Command);
    else if (isNamed(part.source, said)) parts.splice(parts.indexOf(part), 1);
  if (said.length > 0) parts.push(...commands);
  return true;
};
