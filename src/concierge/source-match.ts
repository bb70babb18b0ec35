import type { Sandbox } from '../domain/sandbox.ts';
import type { Source } from '../domain/source.ts';
import { type Command, isChange } from './commands.ts';
import { slotsOf } from './conversation.ts';
import type { Facts } from './facts.ts';
import { foundIn, type Lookup, lookUp, nearest } from './name-lookup.ts';
import { conversationOf, type TurnState } from './turn-state.ts';

/** A command that may name a source, and where it is. */
export type SourceCommand = Extract<Command, { source?: string | undefined }>;

export type SourceMatch =
  | Exclude<Lookup<Source>, { kind: 'none' }>
  /** Nothing is called so, but these are called nearly so. */
  | { kind: 'near'; found: Source[] }
  /** Not in the sandbox that was said, but these are elsewhere. */
  | { kind: 'elsewhere'; found: Source[]; sandbox: Sandbox }
  /** The sandbox that was said does not exist. */
  | { kind: 'no_sandbox'; wanted: string }
  | { kind: 'none'; sandbox?: Sandbox };

type NamedSource = Source & { names: string[] };
export const named = (source: Source): NamedSource => ({
  ...source,
  names: [source.name, source.namespace, source.data_source_id],
});

/** The sandbox that a name means; undefined when none does. */
export const sandboxNamed = ({ sandboxes }: Facts, wanted: string): Sandbox | undefined => {
  const match = lookUp(
    wanted,
    sandboxes.map((sandbox) => ({ sandbox, names: [sandbox.name, sandbox.sandbox_id] })),
  );
  return match.kind === 'one' ? match.found.sandbox : undefined;
};

/** The sources of the conversation's sandbox, or of the one that is given. */
export const sourcesIn = (
  { sources, sandbox }: Facts,
  { sandbox_id }: Pick<Sandbox, 'sandbox_id'> = sandbox,
): Source[] => sources.filter((source) => source.sandbox_id === sandbox_id);

/** Without a name, a pause can only mean an active source and a resume a paused one. */
const fits: Partial<Record<Command['command'], Source['status']>> = { pause: 'active', resume: 'paused' };

/** "It" is no name: it means what was spoken of. */
export const isPointing = (said: string | undefined): boolean =>
  /^(?:it|this|that|(?:this|that|the same|the last) (?:one|server|source))$/i.test(said?.trim() ?? '');

/** Requests that without a name are about the source spoken of last, such as "fix its credential". */
const followsOn = new Set<Command['command']>(['update', 'copy', 'why', 'show_source']);

/**
 * The source that is meant without its name: that of the open flow ("rename it first"), else the one spoken of last,
 * when the message points at it or the request can only follow on. A revocation takes one only when it is pointed at.
 */
const pointedAt = (turn: TurnState, command: Command['command'], points: boolean): Source | undefined => {
  const { flow, about } = conversationOf(turn);
  const find = (id: string | null | undefined) =>
    turn.facts.sources.find(({ data_source_id }) => data_source_id === id);
  const open = find(slotsOf(flow).source);
  if (open && (points || command !== 'revoke')) return open;
  return points || followsOn.has(command) ? find(about) : undefined;
};

const besideName = (name: string): RegExp =>
  new RegExp(
    `(?:^|[\\s(])(?:(?:in|from|of|at|on) )?(?:the )?${RegExp.escape(name)}(?:['’]s)?(?: (?:sandbox|environment|env))?(?=$|[\\s):])[):]?`,
    'i',
  );
/** "staging docs", "docs (staging)": a name with its sandbox beside it. */
const placedName = (wanted: string, { sandboxes }: Facts): { name: string; sandbox: Sandbox } | null => {
  for (const sandbox of sandboxes) {
    const name = wanted.replace(besideName(sandbox.name), ' ').trim();
    if (name !== wanted && name !== '') return { name, sandbox };
  }
  return null;
};

/** In the sandbox that was said: there or nowhere. */
const matchPlaced = (facts: Facts, wanted: string, sandbox: Sandbox): SourceMatch => {
  const match = lookUp(wanted, sourcesIn(facts, sandbox).map(named));
  if (match.kind !== 'none') return match;
  const found = foundIn(lookUp(wanted, facts.sources.map(named)));
  if (found.length > 0) return { kind: 'elsewhere', found, sandbox };
  const near = nearest(wanted, sourcesIn(facts, sandbox).map(named));
  return near.length > 0 ? { kind: 'near', found: near } : { kind: 'none', sandbox };
};

/** In the conversation's sandbox, else in any. */
const matchAnywhere = (facts: Facts, wanted: string): SourceMatch => {
  for (const sources of [sourcesIn(facts), facts.sources]) {
    const match = lookUp(wanted, sources.map(named));
    if (match.kind !== 'none') return match;
  }
  const placed = placedName(wanted, facts);
  const match = placed === null ? null : matchPlaced(facts, placed.name, placed.sandbox);
  if (match !== null && match.kind !== 'none') return match;
  const near = nearest(wanted, facts.sources.map(named));
  return near.length > 0 ? { kind: 'near', found: near } : { kind: 'none' };
};

/** The sandbox that a source is said to be in. A copy says where it goes to, and not where it comes from. */
export const placeSaid = (command: SourceCommand): string | undefined =>
  command.command === 'copy' || !('sandbox' in command) ? undefined : command.sandbox;

/**
 * True for a change that is said of no source, and that only one fits which nobody has spoken of: "put the old one back"
 * beside another question, or where there are more.
 */
const isUnspoken = (turn: TurnState, command: SourceCommand, [only]: Source[], any: Source[]): boolean => {
  const { flow, transcript, about } = conversationOf(turn);
  if (only === undefined || !isChange(command) || (flow === null && any.length < 2)) return false;
  const named = new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(only.name)}(?![\\p{L}\\p{N}])`, 'iu');
  return about !== only.data_source_id && !transcript.some(({ text }) => named.test(text));
};

/** Sources that a command may mean. Without a name: all that fit, of the sandbox that was said or else is there. */
export const matchSources = (turn: TurnState, command: SourceCommand): SourceMatch => {
  const { facts } = turn;
  const { source: said } = command;
  const place = placeSaid(command);
  const sandbox = place === undefined ? undefined : sandboxNamed(facts, place);
  if (place !== undefined && sandbox === undefined) return { kind: 'no_sandbox', wanted: place };
  const wanted = isPointing(said) ? undefined : said;
  if (wanted !== undefined) {
    const byId = facts.sources.find(({ data_source_id }) => data_source_id === wanted);
    if (byId) return { kind: 'one', found: byId };
    return sandbox ? matchPlaced(facts, wanted, sandbox) : matchAnywhere(facts, wanted);
  }
  const meant = pointedAt(turn, command.command, said !== undefined);
  if (meant && (!sandbox || meant.sandbox_id === sandbox.sandbox_id)) return { kind: 'one', found: meant };
  // "pause it in staging": the one of that name there.
  if (meant && sandbox) return matchPlaced(facts, meant.name, sandbox);
  const follows = said !== undefined || followsOn.has(command.command);
  const isLost = follows && conversationOf(turn).about === null;
  const own = sourcesIn(facts, sandbox);
  const any = own.length > 0 || sandbox ? own : facts.sources;
  const fitting = any.filter(({ status }) => status === (fits[command.command] ?? status));
  const all = fitting.length > 0 ? fitting : any;
  if (all.length === 1 && !isLost && !isUnspoken(turn, command, all, any))
    return { kind: 'one', found: all[0]! };
  return all.length === 0 ? { kind: 'none', ...(sandbox && { sandbox }) } : { kind: 'several', found: all };
};
