import type { FlowName } from '../../../domain/conversation.ts';
import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import type { Item } from '../clause/read-clause.ts';
import { isEmpty } from '../slots.ts';
import { sourcesCalled } from '../sources-called.ts';
import type { Phrase } from '../tokens/phrase.ts';
import { pattern } from '../vocabulary/lexicon.ts';
import { isPlainYes, isWeakYes } from './plain-yes.ts';

const condition =
  /\b(?:unless|until|except|provided|as long as|when|once (?!more|again)|if|only|tomorrow|later|before (?:you|i|we|the|it)|after(?! (?:that|all|this|it)\b|$)|not (?:now|yet|today))\b/;
/** "yes, after the meeting", "yes, but keep the tools": agreement to something else than what was asked. */
const isConditional = (norm: string, onlyAgrees: boolean): boolean =>
  condition.test(norm) || (onlyAgrees && /\bbut\b/.test(norm));

/** Sources that the message names, besides the one that the open question is about. */
const othersIn = (items: Item[], { sources, slots }: View): string[] =>
  items
    .flatMap(({ mentions = [] }) => mentions)
    .filter((said) =>
      sourcesCalled(said, sources).every(({ data_source_id }) => data_source_id !== slots.source),
    );

/** "yes, and wiki too": one more of the same. */
const oneMore =
  /(?:^| )(?:and|plus|also)(?: (?:also|then))?(?: (?:the|my|our))? SOURCE(?: (?:too|also|as well|please|then))*$/;
const addsARequest = /\b(?:and|also|then|plus|afterwards|next)\b/;
/** "pause instead": of the one that is asked about. */
const ofOpen = (command: Command, { sources, slots }: View): Command => {
  const open = sources.find(({ data_source_id }) => data_source_id === slots.source);
  const isOpen = /^(?:pause|resume)$/.test(command.command) && !('source' in command);
  return isOpen && open !== undefined ? ({ ...command, source: open.name } as Command) : command;
};
const ofAll = /^stop\b|\b(?:none|neither|both|(?<!after )all|any|anything|everything|not mean)\b/;
const instead = /\b(?:instead|rather)\b/;

/** What a reason behind a yes may be taken for. */
const givesWay = /^(?:affirm|unclear|deny|help|repeat|thanks|why)$/;
const isSocial = /^(?:thanks|greet|bye)$/;
const isYes = ({ command }: Command): boolean => command === 'affirm';
const isNo = ({ command }: Command): boolean => /^(?:deny|cancel|choose|back)$/.test(command);
const unclear: Command[] = [{ command: 'unclear' }];

/** A clause that says nothing else, and is not agreement from one end to the other: it may be a doubt. */
const isStrange = (item: Item, clause: Phrase, flow: FlowName): boolean =>
  (item.commands ?? []).every(({ command }) => isSocial.test(command)) &&
  (item.slots === undefined || flow === 'revoke') &&
  (!item.register || isEmpty(item.slots ?? {})) &&
  !item.no &&
  !isPlainYes(clause.norm, flow);

/** "yes, and then show me what is left": what is to be shown behind it comes after. */
const thenShows = pattern(
  '^(?:(?:then|also|please|after that|afterwards|just|,) )*(?:<show>|<check>)(?![^ ])',
);
const whatIsLeft =
  /^(?:what|which)(?: sources| servers| ones)?\b.*(?:\bdo (?:i|we) still have|\b(?:left|remains?|remaining))(?: (?:then|now|over|afterwards|after that))*(?: \?)?$/;
/** What may as well be wanted before the yes counts. */
const before = /\b(?:first|before)\b/;
const shown = /^(?:list_\w+|show_source|test)$/;
const readsOnly: Record<FlowName, RegExp> = {
  register: shown,
  update: shown,
  create_sandbox: shown,
  revoke: /^(?:list_sources|list_sandboxes|list_agents|test)$/,
};
/** Of what is revoked nothing can be shown or tested afterwards. */
const isOfOpen = (one: Command, { sources, slots }: View): boolean => {
  const { source, all } = one as { source?: string; all?: true };
  if (source === undefined) return one.command === 'test' && all !== true;
  if (source === 'it') return true;
  return sourcesCalled(source, sources).some(({ data_source_id }) => data_source_id === slots.source);
};
/** "yes, and pause it", "yes, then test it": of the one that is to be revoked. */
const isOfGone = (one: Command, view: View): boolean => {
  const { source } = one as { source?: string };
  const acts = /^(?:pause|resume|update|test|list_tools|show_source)$/.test(one.command);
  return (
    acts &&
    !('all' in one) &&
    !('agent' in one) &&
    (source === undefined || source === 'it' || isOfOpen(one, view))
  );
};
const isFirst = ({ commands, message, clauses, items, view }: Heard, flow: FlowName): boolean => {
  const [first, second] = clauses;
  if (items[0]?.yes !== 'firm' || second === undefined || !isPlainYes(first!.norm, flow)) return false;
  const between = message.text.slice(first!.tokens.at(-1)!.end, second.tokens[0]!.start);
  const follows = /\b(?:and|then|afterwards)\b/i.test(between) && thenShows.test(second.norm);
  return (
    (follows ||
      (whatIsLeft.test(second.norm) && commands.every(({ command }) => command === 'list_sources'))) &&
    !before.test(message.norm) &&
    commands.every((one) => readsOnly[flow].test(one.command) && (flow !== 'revoke' || !isOfOpen(one, view)))
  );
};

type Heard = { commands: Command[]; message: Phrase; clauses: Phrase[]; items: Item[]; view: View };

/** At a confirmation: whether the message agrees as a whole, or is unclear; null where neither is so. */
const judged = ({ commands, message, clauses, items, view }: Heard, flow: FlowName): Command[] | null => {
  const agreeing = clauses.filter((_, at) => items[at]?.yes !== undefined);
  if (flow === 'revoke' && agreeing.length > 0 && agreeing.every(({ norm }) => isWeakYes(norm)))
    return unclear;
  // "makes sense, do it", "yes, we do not need it any more"
  // "yes, Quick One it is"
  const { name } = view.slots;
  const isNamed = name !== undefined && message.text.includes(name);
  const unlabelled = (norm: string) => (isNamed ? norm.replaceAll(name.toLowerCase(), 'NAME') : norm);
  const isWhole = agreeing.length > 0 && clauses.every(({ norm }) => isPlainYes(unlabelled(norm), flow));
  const givesNothingElse = commands.every(({ command }) => givesWay.test(command));
  if (isWhole && givesNothingElse && othersIn(items, view).length === 0) return [{ command: 'affirm' }];
  const strange = items.filter((item, at) => isStrange(item, clauses[at]!, flow));
  const isImpure = strange.some(({ yes }) => yes !== undefined);
  const denies = commands.some(({ command }) => command === 'deny');
  return (strange.length > 0 && commands.some(isYes)) || (isImpure && denies) ? unclear : null;
};

/**
 * The commands of a message that may agree: a yes counts for what was asked and for nothing else. "Yes, revoke Wiki"
 * at the question about Payroll is no yes, nor is "sure, pause it instead".
 */
export const heldAgreement = (heard: Heard): Command[] => {
  const { commands, message, clauses, items, view } = heard;
  const { flow } = view;
  const isAsked = view.awaiting === 'confirmation';
  // As the answer to "Shall I register it?"
  if (isAsked && flow === 'register' && /^(?:please|pls)$/.test(message.norm.replace(/[ .!]+$/, '')))
    return [{ command: 'affirm' }];
  const whole = isAsked && flow !== null ? judged(heard, flow) : null;
  if (whole !== null) return whole;
  if (isAsked && flow !== null && isFirst(heard, flow) && !isConditional(message.norm, false))
    return [{ command: 'affirm' }, ...commands];
  const isChanging = isAsked && (flow === 'revoke' || flow === 'update');
  const acts = commands.some(({ command }) => /^(?:revoke|pause|resume)$/.test(command));
  if (isChanging && acts && instead.test(message.norm) && !commands.some(isNo))
    return [
      { command: 'deny' },
      ...commands.filter((command) => !isYes(command)).map((one) => ofOpen(one, view)),
    ];
  const [only] = commands;
  const renames =
    only?.command === 'set' && Object.keys(only).join() === 'command,name' && commands.length === 1;
  // "yes, and rename it to Manual", where its URL is to be changed.
  if (flow === 'update' && isAsked && renames && items[0]?.yes === 'firm')
    return [{ command: 'affirm' }, { command: 'update', source: 'it', name: only.name! }];
  // Said of all that is to be revoked, and not of the one that is asked about.
  if (
    flow === 'revoke' &&
    isAsked &&
    ofAll.test(message.norm) &&
    commands.every(({ command }) => command === 'deny')
  )
    return [{ command: 'cancel' }];
  if (!commands.some(isYes)) return commands;
  if (isConditional(message.norm, commands.length === 1)) return unclear;
  const others = commands.filter((command) => !isYes(command));
  // "yes, first test it"
  if (isAsked && others.length > 0 && before.test(message.norm)) return others;
  if (isAsked && flow === 'revoke' && others.some((one) => isOfGone(one, view)))
    return others.every(({ command }) => readsOnly.update.test(command)) ? others : unclear;
  if (!isChanging) return commands;
  if (commands.length > 1) return addsARequest.test(message.norm) ? commands : unclear;
  const named = othersIn(items, view);
  if (named.length === 0) return commands;
  const isOneMore = flow === 'revoke' && clauses.some(({ norm }) => oneMore.test(norm));
  return isOneMore
    ? [...commands, ...named.map((source): Command => ({ command: 'revoke', source }))]
    : unclear;
};
