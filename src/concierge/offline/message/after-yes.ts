import type { FlowName } from '../../../domain/conversation.ts';
import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import type { Item } from '../clause/read-clause.ts';
import { sourcesCalled } from '../sources-called.ts';
import type { Phrase } from '../tokens/phrase.ts';
import { pattern } from '../vocabulary/lexicon.ts';
import { isPlainYes } from './plain-yes.ts';

/** A message at a confirmation: what it comes to, and what of. */
export type Heard = { commands: Command[]; message: Phrase; clauses: Phrase[]; items: Item[]; view: View };

/** "yes, and then show me what is left": what is to be shown behind it comes after. */
const thenShows = pattern(
  '^(?:(?:then|also|please|after that|afterwards|just|,) )*(?:<show>|<check>)(?![^ ])',
);
const whatIsLeft =
  /^(?:what|which)(?: sources| servers| ones)?\b.*(?:\bdo (?:i|we) still have|\b(?:left|remains?|remaining))(?: (?:then|now|over|afterwards|after that))*(?: \?)?$/;
/** What may as well be wanted before the yes counts. */
export const wantedFirst = /\b(?:first|before)\b/;
/** These change nothing. */
export const shown = /^(?:list_\w+|show_source|test)$/;
/** Of what is revoked neither tools nor address can be shown afterwards. */
const shownOfOthers = /^(?:list_sources|list_sandboxes|list_agents|test)$/;
/** Of the one that is asked about. */
const isOfOpen = (one: Command, { sources, slots }: View): boolean => {
  const { source, all } = one as { source?: string; all?: true };
  if (source === undefined) return one.command === 'test' && all !== true;
  if (source === 'it') return true;
  return sourcesCalled(source, sources).some(({ data_source_id }) => data_source_id === slots.source);
};
/** "yes, and pause it", "yes, then test it": of the one that is to be revoked. */
export const isOfGone = (one: Command, view: View): boolean => {
  const { source } = one as { source?: string };
  const acts = /^(?:pause|resume|update|test|list_tools|show_source)$/.test(one.command);
  return (
    acts &&
    !('all' in one) &&
    !('agent' in one) &&
    (source === undefined || source === 'it' || isOfOpen(one, view))
  );
};
/** Whether a yes stands before what is only to be shown, and counts. */
export const showsAfter = ({ commands, message, clauses, items, view }: Heard, flow: FlowName): boolean => {
  const [first, second] = clauses;
  if (items[0]?.yes !== 'firm' || second === undefined || !isPlainYes(first!.norm, flow)) return false;
  const between = message.text.slice(first!.tokens.at(-1)!.end, second.tokens[0]!.start);
  const follows = /\b(?:and|then|afterwards)\b/i.test(between) && thenShows.test(second.norm);
  return (
    (follows ||
      (whatIsLeft.test(second.norm) && commands.every(({ command }) => command === 'list_sources'))) &&
    !wantedFirst.test(message.norm) &&
    commands.every((one) =>
      flow === 'revoke' ? shownOfOthers.test(one.command) && !isOfOpen(one, view) : shown.test(one.command),
    )
  );
};
