import type { TranscriptEntry } from '../../../domain/conversation.ts';
import { type Command, isChange } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { lookUp } from '../../name-lookup.ts';
import { closed } from '../closed.ts';
import { sourcesCalled } from '../sources-called.ts';
import { rateIn } from '../vocabulary/rates.ts';
import { numbers } from '../vocabulary/words.ts';
import { withThoseNamed } from './those-named.ts';

/** "and support?", "what about the other one?": a question again, of something else. */
const asked =
  /^(?:(?:ok|so|now|then|hm+),? )*(?:(?:and|what about|how about)(?: (?:for|about|in|into|with|of))?|(?:the )?same (?:question )?(?:for|about|with|of)) (?<name>[^?!.,]+?)(?: (?:too|then|please|now))*[?.!]*$/i;
/** "the other agent?" */
const askedOther = /^(?<name>the other(?: one| agent| bot| server| source)?) ?\?+$/i;
/** "and now?": the same once more. */
/** "why not?", behind "can support call get_page?". */
const askedWhy = /^(?:(?:but|and|ok) )?why(?: not)?\s*[?.!]*$/i;
const askedAgain = /^(?:and|what about|how about) now ?\?*$/i;
/** "same for Atlas", "do the same with Atlas": any request again. */
const wanted =
  /^(?:(?:ok|so|now|then|and|please),? )*(?:(?:do |please )?(?:the )?same|likewise)(?: thing| again)? (?:for|with|to|on) (?<name>[^?!.,]+?)(?: (?:too|then|please|now))*[.!]*$/i;

/** "now the other one", "the other one too". */
const otherToo =
  /^(?:(?:ok|please),? )*(?:(?:and|now|then|also),? )+(?<name>the other(?: one| server| source)?)(?: (?:too|as well|also|please))*[.!]*$|^(?<too>the other(?: one)?) (?:too|as well|also)[.!]*$/i;

/** "no, I meant Atlas", "oops, the other one": the request before it was about the wrong one. */
const corrected =
  /^(?:(?:no|nope|oh|ah|oops|ups|argh|ugh|sorry|wait|hold on|hang on|hm+|damn|typo|wrong one|my (?:bad|mistake))\b[,.!:;\s-]*)*(?:not (?:that|this|it)(?: one)?[,.;]? *)?(?:(?<=^|[,.!:;\s-])(?:but )?i (?:meant|mean|wanted|was talking about|was thinking of)(?: to say)? |(?<=^|[,.!:;\s-])it(?: is|['’]?s) (?:called |named )?)?(?<name>[^?!.,]+?)(?:,? (?:not (?:that|this) one|instead|please|of course|after all|then))*[.!]*$/i;
const isCorrection =
  /^(?:no|nope|oops|ups|argh|typo|sorry|wait|hold on|hang on|wrong one|my (?:bad|mistake)|not (?:that|this)|(?:oh|ah|hm+|damn)[,.! ]+(?:no|sorry|i (?:meant|mean)))\b|^i (?:meant|mean) /i;

/** "Atlas, not Desk", "Atlas instead of Desk". */
const notThis =
  /^(?:(?:no|nope|oh|ugh|sorry|wait)\b[,.!\s]*)*(?<name>[^?!.,]+?),? (?:not|instead of|rather than) (?<wrong>[^?!.,]+)[.!]*$/i;

/** "not Desk, Atlas": the same the other way round. */
const notThisBut =
  /^(?:(?:no|nope|oh|ugh|sorry|wait)\b[,.!\s]*)*not (?<wrong>[^?!.,;:]+?) ?[,.;:!–-]+ ?(?:but )?(?<name>[^?!.,]+?)(?: (?:instead|please))*[.!]*$/i;

/** "10", "20 a minute": the number that was asked for, behind "limit Docs". */
const number = `(?:\\d[\\d,]*|(?:an? )?(?:${Object.keys(numbers).join('|')})(?:[ -](?:and |${Object.keys(numbers).join('|')}|[ -])+)?)`;
const onlyCap = new RegExp(
  `^(?:(?:no|ok|hm+|well|oops|sorry|i meant?|to|at|up to|(?:make|set) (?:it|that)|rather|max(?:imum)?),? )*(?<name>${number}(?: ?(?:(?:calls?|requests?) ?)?(?:(?:per|a|an|each|/) ?(?:s|sec|second|m|min|minute|h|hour))?)?)(?: (?:instead|rather|i meant?|is (?:enough|plenty|fine|ok)|will do|please|then))*(?:,? not ${number})?[.!]*$`,
  'i',
);
const asksForCap = (command: Command): boolean =>
  command.command === 'update' && command.what === 'rate_cap_per_minute';
/** "make that 45": another one than the one that was set. */
const revisesCap =
  /^(?:\w+,? )*?(?:no|(?:make|set) (?:it|that)|rather|sorry|oops|i meant?)\b|\b(?:instead|enough|plenty|rather|i meant?|not)\b/i;
const isOfCap = (said: string) => (command: Command) =>
  asksForCap(command) ||
  (revisesCap.test(said) && command.command === 'update' && command.rate_cap_per_minute !== undefined);

/** "find_ticket as well", behind "limit Cases to create_ticket". */
const onlyTools =
  /^(?:(?:and|ok|also|add|plus),? )*(?<name>\w+_\w+(?:(?:, | and |, and )\w+_\w+)*)(?: (?:to it|too|as well|also|please|then))*(?:, please)?[.!]*$/i;
const isOfTools = (command: Command): boolean =>
  command.command === 'update' &&
  (command.allowed_tools ?? command.allow_tools ?? command.withhold_tools) != null;
const moreTools = (last: Command, said: string): Command[] => {
  const { source, withhold_tools } = last as Extract<Command, { command: 'update' }>;
  const tools = said.split(/, and | and |, /);
  const more = withhold_tools === undefined ? { allow_tools: tools } : { withhold_tools: tools };
  return [{ command: 'update', ...(source !== undefined && { source }), ...more }];
};

const reads = /^(?:test|list_tools|list_sources|list_agents|why|show_source)$/;
/** What may be asked for once more by "the same for …"; a name, an address or a credential is of one source only. */
const isRepeatable = (command: Command): boolean =>
  reads.test(command.command) ||
  /^(?:pause|resume|revoke)$/.test(command.command) ||
  (command.command === 'update' &&
    !('name' in command || 'base_url' in command || 'rotate' in command || 'what' in command));
/** What was asked for of the wrong one may hold for the right one, whatever it is. */
const isTransferable = (command: Command): boolean =>
  isRepeatable(command) || (command.command === 'update' && command.source !== undefined);
const isTalk = ({ command }: Command): boolean => /^(?:greet|thanks|unclear|help|affirm|deny)$/.test(command);

type Meant = { source: string } | { agent: string } | { sandbox: string } | { tool: string };
/** Spelled as tools are: "get_page". */
const toolName = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/i;

const meantBy = (said: string, { sources, agents, sandboxes }: View): Meant | null => {
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
const otherThan = (named: Command[], view: View): Meant | null => {
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

const isOther = (said: string): boolean =>
  /^(?:the )?other(?: (?:one|source|server|agent|bot))?$/i.test(said);

/** The other one of two that were offered, where one of them was picked. */
const otherOffered = (picked: string | undefined, recent: readonly TranscriptEntry[]): string[] => {
  const offers = recent.filter(({ role, text }) => role === 'concierge' && /^1\. /m.test(text)).at(-1);
  const names = [...(offers?.text ?? '').matchAll(/^\d+\. (.+)$/gm)].map(([, name]) => name!);
  return names.length === 2 && picked !== undefined && names.includes(picked)
    ? names.filter((name) => name !== picked)
    : [];
};
const actuallyOther = /^(?:(?:no|actually|sorry|wait|oh|i (?:mean|meant)),? )+the other(?: one)?[.!]*$/i;

/** At the question whether to revoke one source, another one is named as the right one: that is asked about instead. */
export const otherToRevoke = (
  text: string,
  view: View,
  recent: readonly TranscriptEntry[],
): Command[] | null => {
  if (view.flow !== 'revoke' || view.awaiting !== 'confirmation') return null;
  const said = text.trim();
  const open = view.sources.find(({ data_source_id }) => data_source_id === view.slots.source);
  const [other] = actuallyOther.test(said) ? otherOffered(open?.name, recent.slice(-4)) : [];
  if (other !== undefined) return [{ command: 'deny' }, { command: 'revoke', source: other }];
  const right =
    notThis.exec(said) ?? notThisBut.exec(said) ?? (isCorrection.test(said) ? corrected.exec(said) : null);
  const { name = '', wrong } = right?.groups ?? {};
  const meant = meantBy(name, { ...view, agents: [], sandboxes: [] });
  const denied = wrong === undefined ? null : meantBy(wrong, { ...view, agents: [], sandboxes: [] });
  const isOpen = denied === null || ('source' in denied && denied.source === open?.name);
  const isOther = meant !== null && 'source' in meant && meant.source !== open?.name;
  return isOther && (wrong === undefined || (denied !== null && isOpen))
    ? [{ command: 'deny' }, { command: 'revoke', ...meant }]
    : null;
};

/** The same command about something else; null when it cannot be about that. */
const again = (last: Command, meant: Meant): Command | null => {
  if ('tool' in meant && last.command === 'update' && last.allowed_tools?.length === 1)
    return { ...last, allowed_tools: [meant.tool] };
  if ('tool' in meant)
    return 'tool' in last && last.tool !== undefined ? ({ ...last, ...meant } as Command) : null;
  const ofSandbox = last.command === 'list_sources' || last.command === 'list_agents';
  if (ofSandbox || 'sandbox' in meant) return ofSandbox && 'sandbox' in meant ? { ...last, ...meant } : null;
  if ('agent' in meant) {
    if (last.command === 'list_tools') return { command: 'list_tools', ...meant };
    return last.command === 'why' && (last.tool ?? last.run) !== undefined ? { ...last, ...meant } : null;
  }
  if (last.command === 'list_tools') return { command: 'list_tools', ...meant };
  if (last.command === 'test') return { command: 'test', ...meant };
  if (last.command === 'why') return last.tool === undefined ? { command: 'why', ...meant } : null;
  return { ...last, ...meant } as Command;
};

/** "the support one then", "it's Wiki", "Wiki too": a name and nothing else. */
const bareName =
  /^(?:(?:ok|okay|well|oh|then|so|and|my mistake|sorry|oops),? )*(?:it['’]?s |it is )?(?:the )?(?<name>[^?!.,]+?)(?: (?:one|then|please|too|as well))*[.!]*$/i;
/** What was asked of a name that nobody has; a change of one that exists is not asked for again by another name alone. */
const isOfNobody = (command: Command, { sources, agents }: View): boolean => {
  const { source, agent } = command as { source?: string; agent?: string };
  if (source !== undefined) return source !== 'it' && sourcesCalled(source, sources).length === 0;
  return (
    agent !== undefined &&
    meantBy(`${agent} agent`, { sources: [], agents, sandboxes: [] } as unknown as View) === null
  );
};

type Kind = {
  said: RegExpExecArray;
  of: (command: Command) => boolean;
  corrects?: true;
  caps?: true;
  tools?: true;
};
const kindOf = (said: string, view: View): Kind | null => {
  const acts = otherToo.exec(said) ?? wanted.exec(said);
  const asks = askedOther.exec(said) ?? asked.exec(said);
  const cap = onlyCap.exec(said);
  if (cap !== null) return { said: cap, of: isOfCap(said), caps: true };
  const tools = onlyTools.exec(said);
  if (tools !== null) return { said: tools, of: isOfTools, tools: true };
  if (acts !== null) return { said: acts, of: isRepeatable };
  if (asks !== null) return { said: asks, of: ({ command }) => reads.test(command) };
  const wrong = isCorrection.test(said) ? corrected.exec(said) : null;
  if (wrong !== null) return { said: wrong, of: isTransferable, corrects: true };
  const bare = bareName.exec(said);
  const isOpen = (command: Command): boolean => reads.test(command.command) || isOfNobody(command, view);
  return bare === null || meantBy(bare.groups!.name!, view) === null ? null : { said: bare, of: isOpen };
};

/** "argh typo, Reading Room", behind a rename: the label as it should be, where that says nothing else. */
const respelt = (last: Command, name: string, { corrects }: Kind, read: Command[]): Command | null => {
  const isName = /^[\p{Lu}\d"“]/u.test(name) && read.every(({ command }) => command === 'unclear');
  return corrects && isName && last.command === 'update' && last.name !== undefined
    ? { command: 'update', source: last.name, name: name.replace(/^["“]|["”]$/g, '') }
    : null;
};

/** What was asked of a tool just before, once more: its answer says why. */
const whyOfLast = (
  recent: readonly TranscriptEntry[],
  view: View,
  read: (text: string, view: View) => Command[],
): Command[] | null => {
  const before = recent.filter(({ role }) => role === 'user').at(-1)?.text ?? '';
  const last = read(before, closed(view)).findLast((one) => one.command === 'why' && one.tool !== undefined);
  return last === undefined ? null : [last];
};

const capOf = (asked: Command, said: string): Command[] | null => {
  const { source } = asked as Extract<Command, { command: 'update' }>;
  const cap = rateIn(said.toLowerCase().replace(/(?<=\d),(?=\d{3}\b)/g, ''));
  return cap === null || !Number.isInteger(cap)
    ? null
    : [{ command: 'update', ...(source !== undefined && { source }), rate_cap_per_minute: cap }];
};

/**
 * A message that leaves out what it asks, read from the request before it; null when it is none, or nothing before
 * it can be meant. `read`: what a message comes to by itself. A question only reads; "the same for …" may act.
 */
export const readEllipsis = (
  text: string,
  view: View,
  recent: readonly TranscriptEntry[],
  read: (text: string, view: View) => Command[],
): Command[] | null => {
  if (view.flow !== null || view.awaiting !== null) return null;
  const said = text.trim();
  if (askedWhy.test(said)) return whyOfLast(recent, view, read);
  const kind = kindOf(said, view);
  const name = (kind?.said.groups?.name ?? kind?.said.groups?.too)?.trim();
  if (kind === null || name === undefined) return null;
  const earlier = recent.filter(({ role }) => role === 'user').map((entry) => entry.text);
  for (let at = earlier.length - 1; at >= 0; at--) {
    const before = recent.slice(
      0,
      recent.findLastIndex((entry) => entry.text === earlier[at]),
    );
    const whole = withThoseNamed(earlier[at]!, closed(view), before);
    const commands = readEllipsis(whole, closed(view), before, read) ?? read(whole, closed(view));
    const last = commands.findLast(kind.of);
    if (last !== undefined && kind.caps) return capOf(last, name);
    if (last !== undefined && kind.tools) return moreTools(last, name);
    // "and a sandbox?", behind an explanation.
    const isExplained = commands.some(({ command }) => command === 'help') && /^an? /i.test(name);
    if (isExplained && asked.test(said)) return read(`what is ${name}?`, view);
    if (last !== undefined && askedAgain.test(said)) return [last];
    if (last !== undefined) {
      const meant = isOther(name) ? otherThan(commands.filter(kind.of), view) : meantBy(name, view);
      const right = meant === null ? respelt(last, name, kind, read(name, closed(view))) : again(last, meant);
      if (right === null) return null;
      if (meant === null) return [right];
      return kind.corrects && isChange(last) && last.command !== 'revoke'
        ? [{ command: 'back' }, right]
        : [right];
    }
    if (!askedAgain.test(said) && !commands.every(isTalk)) return null;
  }
  return null;
};
