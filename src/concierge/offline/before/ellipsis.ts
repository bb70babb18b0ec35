import type { TranscriptEntry } from '../../../domain/conversation.ts';
import { type Command, isChange } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { closed } from '../closed.ts';
import { sourcesCalled } from '../sources-called.ts';
import { correctionIn, isNearly, type Leaning, respelt, valueIn } from './corrections.ts';
import { isOther, type Meant, meantBy, otherThan } from './meant.ts';
import { withThoseNamed } from './those-named.ts';

/** "and support?", "what about the other one?": a question again, of something else. */
const asked =
  /^(?:(?:ok|so|now|then|hm+),? )*(?:(?:and|what about|how about)(?: (?:for|about|in|into|with|of))?|(?:the )?same (?:question )?(?:for|about|with|of)) (?<name>[^?!.,]+?)(?: (?:too|then|please|now))*[?.!]*$/i;
/** "the other agent?" */
const askedOther = /^(?<name>the other(?: one| agent| bot| server| source)?) ?\?+$/i;
/** "and now?": the same once more. */
const askedAgain = /^(?:and|what about|how about) now ?\?*$/i;
/** "why not?", behind "can support call get_page?". */
const askedWhy = /^(?:(?:but|and|ok) )?why(?: not)?\s*[?.!]*$/i;
/** "same for Atlas", "do the same with Atlas": any request again. */
const wanted =
  /^(?:(?:ok|so|now|then|and|please),? )*(?:(?:do |please )?(?:the )?same|likewise)(?: thing| again)? (?:for|with|to|on) (?<name>[^?!.,]+?)(?: (?:too|then|please|now))*[.!]*$/i;

/** "now the other one", "the other one too". */
const otherToo =
  /^(?:(?:ok|please),? )*(?:(?:and|now|then|also),? )+(?<name>the other(?: one| server| source)?)(?: (?:too|as well|also|please|now))*[.!]*$|^(?:ok,? )?(?<too>the other(?: one)?) (?:too|as well|also)(?: now| please)*[.!]*$/i;

const reads = /^(?:test|list_tools|list_sources|list_agents|why|show_source)$/;
/** What may be asked for once more by "the same for …"; a name, an address or a credential is of one source only. */
export const isRepeatable = (command: Command): boolean =>
  reads.test(command.command) ||
  /^(?:pause|resume|revoke)$/.test(command.command) ||
  (command.command === 'update' &&
    !('name' in command || 'base_url' in command || 'rotate' in command || 'what' in command));
/** What was asked for of the wrong one may hold for the right one, whatever it is. */
const isTransferable = (command: Command): boolean =>
  isRepeatable(command) || (command.command === 'update' && command.source !== undefined);
const isTalk = ({ command }: Command): boolean => /^(?:greet|thanks|unclear|help|affirm|deny)$/.test(command);

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
  /^(?:(?:ok|okay|well|oh|then|so|and|my mistake|sorry|oops),? )*(?:it['’]?s |it is )?(?:the )?(?<name>[^?!.,]+?)(?: (?:one|then|please|too|as well))*[?.!]*$/i;
/** "Wiki too", "and Wiki as well, come to think of it": whatever was asked before. */
const nameToo =
  /^(?:(?:ok|please|oh|and|then),? )*(?<name>[^?!.,]+?) (?:too|as well|also)(?:,? (?:please|now|then|come to think of it))*[.!]*$/i;
/** What was asked of a name that nobody has; a change of one that exists is not asked for again by another name alone. */
const isOfNobody = (command: Command, { sources, agents }: View): boolean => {
  const { source, agent } = command as { source?: string; agent?: string };
  if (source !== undefined) return source !== 'it' && sourcesCalled(source, sources).length === 0;
  return agent !== undefined && meantBy(`${agent} agent`, { sources: [], agents, sandboxes: [] }) === null;
};

/** What an answer says of a change that was made, and of a name that nobody has. */
const wasDone = /\bto undo it\b|\bIt stays so\b|\bto take them away\b/;
const unknown = /^I do not know /;

type Read = (text: string, view: View) => Command[];

/** How a message leans on one before it; null where it does not. */
const leaningOf = (said: string, view: View, answer: string, read: Read): Leaning | null => {
  const value = valueIn(said);
  if (value !== null) return value;
  const meantOf = (found: Command[], name: string): Meant | null =>
    isOther(name) ? otherThan(found, view) : meantBy(name, view);
  const same = (found: Command[], name: string): Command[] | null => {
    const meant = meantOf(found, name);
    const right = meant === null ? null : again(found.at(-1)!, meant);
    return right === null ? null : [right];
  };
  /** What was wrong is taken back first; a revocation was not done yet. */
  const right = (found: Command[], name: string): Command[] | null => {
    const last = found.at(-1)!;
    const known = meantOf(found, name);
    const isOf = (other: string | undefined): boolean => other?.toLowerCase() === name.toLowerCase();
    // "typo, Service Desk", behind "rename it to Service desk": the same one, spelled otherwise.
    const isItself = last.command === 'update' && isOf(last.name);
    // "no, Wiki", behind "rename Docs to Wikis": the label or the one to be called so; that it is taken asks which.
    const isEither = last.command === 'update' && last.name !== undefined && isNearly(name, last.name);
    const isAnother = !isItself && !isEither && known !== null && 'source' in known && isOf(known.source);
    const label = isAnother
      ? null
      : respelt(last, name, { said, read: isItself || isEither ? [] : read(name, closed(view)) });
    if (label !== null) return [label];
    const meant = same(found, name);
    return meant !== null && isChange(last) && last.command !== 'revoke' && wasDone.test(answer)
      ? [{ command: 'back' }, ...meant]
      : meant;
  };
  const acts = otherToo.exec(said) ?? wanted.exec(said);
  if (acts !== null) return { said: acts, of: isRepeatable, gives: same };
  const too = nameToo.exec(said);
  if (too !== null && meantBy(too.groups!.name!, view) !== null)
    return { said: too, of: isRepeatable, gives: same };
  const asks = askedOther.exec(said) ?? asked.exec(said);
  if (asks !== null) return { said: asks, of: ({ command }) => reads.test(command), gives: same };
  const wrong = correctionIn(said);
  if (wrong !== null) return { said: wrong, of: isTransferable, gives: right };
  const bare = bareName.exec(said);
  const isOpen = (command: Command): boolean =>
    reads.test(command.command) || (unknown.test(answer) && !said.endsWith('?') && isOfNobody(command, view));
  return bare === null || meantBy(bare.groups!.name!, view) === null
    ? null
    : { said: bare, of: isOpen, gives: same };
};

/** What was asked of a tool just before, once more: its answer says why. */
const whyOfLast = (recent: readonly TranscriptEntry[], view: View, read: Read): Command[] | null => {
  const before = recent.filter(({ role }) => role === 'user').at(-1)?.text ?? '';
  const last = read(before, closed(view)).findLast((one) => one.command === 'why' && one.tool !== undefined);
  return last === undefined ? null : [last];
};

/**
 * A message that leaves out what it asks, read from the request before it; null when it is none, or nothing before
 * it can be meant. `read`: what a message comes to by itself. A question or a name alone only reads; "the same for …",
 * and a correction of what was done, may act.
 */
export const readEllipsis = (
  text: string,
  view: View,
  recent: readonly TranscriptEntry[],
  read: Read,
): Command[] | null => {
  if (view.flow !== null || view.awaiting !== null) return null;
  const said = text.trim();
  if (askedWhy.test(said)) return whyOfLast(recent, view, read);
  const answer = recent.findLast(({ role }) => role === 'concierge')?.text ?? '';
  const leaning = leaningOf(said, view, answer, read);
  const name = (leaning?.said.groups?.name ?? leaning?.said.groups?.too)?.trim();
  if (leaning === null || name === undefined) return null;
  const earlier = recent.filter(({ role }) => role === 'user').map((entry) => entry.text);
  for (let at = earlier.length - 1; at >= 0; at--) {
    const before = recent.slice(
      0,
      recent.findLastIndex((entry) => entry.text === earlier[at]),
    );
    const whole = withThoseNamed(earlier[at]!, closed(view), before);
    const commands = readEllipsis(whole, closed(view), before, read) ?? read(whole, closed(view));
    // "and a sandbox?", behind an explanation.
    const isExplained = commands.some(({ command }) => command === 'help') && /^an? /i.test(name);
    if (isExplained && asked.test(said)) return read(`what is ${name}?`, view);
    const found = commands.filter(leaning.of);
    if (found.length > 0) return askedAgain.test(said) ? found.slice(-1) : leaning.gives(found, name);
    if (!askedAgain.test(said) && !commands.every(isTalk)) return null;
  }
  return null;
};
