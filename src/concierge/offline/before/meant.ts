import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { lookUp } from '../../name-lookup.ts';

/** What a name alone may mean. */
export type Meant = { source: string } | { agent: string } | { sandbox: string } | { tool: string };
/** Spelled as tools are: "get_page". */
const toolName = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/i;

/** The one thing that a name means; null where it means none, or several. */
export const meantBy = (
  said: string,
  { sources, agents, sandboxes }: Pick<View, 'sources' | 'agents' | 'sandboxes'>,
): Meant | null => {
  const source = lookUp(
    said,
    sources.map(({ name, namespace }) => ({ name, names: [name, namespace] })),
  );
  const agent = lookUp(
    said,
    agents.map(({ slug, name }) => ({ slug, names: [slug, name] })),
  );
  const sandbox = lookUp(
    said,
    sandboxes.map((name) => ({ name, names: [name] })),
  );
  const isAgent = /\b(?:agent|bot)$/i.test(said);
  if (source.kind === 'none' && toolName.test(said)) return { tool: said };
  if (source.kind === 'one' && !isAgent) return { source: source.found.name };
  if (agent.kind === 'one') return { agent: agent.found.slug };
  return sandbox.kind === 'one' ? { sandbox: sandbox.found.name } : null;
};

/** The only one that was not named. */
export const otherThan = (named: Command[], view: View): Meant | null => {
  const last = named.at(-1)!;
  if ('agent' in last && last.agent !== undefined) {
    const of = meantBy(`${last.agent} agent`, view);
    const others = view.agents.filter(({ slug }) => of && 'agent' in of && slug !== of.agent);
    return others.length === 1 ? { agent: others[0]!.slug } : null;
  }
  const said = named.flatMap((one) => ('source' in one && one.source !== undefined ? [one.source] : []));
  const known = said.map((name) => meantBy(name, { ...view, agents: [] }));
  const isNamed = (name: string) =>
    known.some((one) => one !== null && 'source' in one && one.source === name);
  const others = view.sources.filter(({ name }) => !isNamed(name));
  return said.length > 0 && others.length === 1 ? { source: others[0]!.name } : null;
};

export const isOther = (said: string): boolean =>
  /^(?:the )?other(?: (?:one|source|server|agent|bot))?$/i.test(said);
