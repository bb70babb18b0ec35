import type { FlowName } from '../../../domain/conversation.ts';
import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import type { Item } from '../clause/read-clause.ts';
import { isEmpty } from '../slots.ts';
import { sourcesCalled } from '../sources-called.ts';
import type { Phrase } from '../tokens/phrase.ts';
import { type Heard, isOfGone, shown, showsAfter, wantedFirst } from './after-yes.ts';
import { leadsIn } from './leads-in.ts';
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
/** Said of all that is to be revoked, and not of the one that is asked about. */
const ofAll =
  /^stop\b|^(?:no ,? ?)?(?:none|neither)(?: of (?:them|these|those))?(?: please| thanks)*$|\bno to (?:both|all)\b|\bnot mean (?:that|it|this)\b/;
const leavesOutOpen = ({ excluded = [], spares = [] }: Item, { sources, slots }: View): boolean =>
  [...excluded, ...spares].some((said) =>
    sourcesCalled(said, sources).some(({ data_source_id }) => data_source_id === slots.source),
  );
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

/** What a message at the confirmation of a flow comes to, where this speaks of it; else null. */
type Rule = (heard: Heard, flow: FlowName) => Command[] | null;

/** As the answer to "Shall I register it?" */
const please: Rule = ({ message }, flow) =>
  flow === 'register' && /^(?:please|pls)(?: [.!])*$/.test(message.norm) ? [{ command: 'affirm' }] : null;

/** Whether the message agrees as a whole, or is unclear. */
const judged: Rule = ({ commands, message, clauses, items, view }, flow) => {
  // "yes, I do not need it", in one breath.
  const saysYes = ({ norm }: Phrase): boolean => /^yes\b/.test(norm) && isPlainYes(norm, flow);
  const agreeing = clauses.filter((clause, at) => items[at]?.yes !== undefined || saysYes(clause));
  if (flow === 'revoke' && agreeing.length > 0 && agreeing.every(({ norm }) => isWeakYes(norm)))
    return unclear;
  // "makes sense, do it", "yes, Quick One it is"
  const { name } = view.slots;
  const isNamed = name !== undefined && message.text.includes(name);
  const unlabelled = (norm: string) => (isNamed ? norm.replaceAll(name.toLowerCase(), 'NAME') : norm);
  const agrees = ({ norm }: Phrase): boolean => isPlainYes(unlabelled(norm), flow);
  const isWhole =
    agreeing.some(agrees) &&
    clauses.every((one, at) => agrees(one) || (at < clauses.length - 1 && leadsIn(one.norm)));
  const givesNothingElse = commands.every(({ command }) => givesWay.test(command));
  if (isWhole && givesNothingElse && othersIn(items, view).length === 0) return [{ command: 'affirm' }];
  const strange = items.filter((item, at) => isStrange(item, clauses[at]!, flow));
  const isImpure = strange.some(({ yes }) => yes !== undefined);
  const denies = commands.some(({ command }) => command === 'deny');
  return (strange.length > 0 && commands.some(isYes)) || (isImpure && denies) ? unclear : null;
};

const yesAndThenShow: Rule = (heard, flow) =>
  showsAfter(heard, flow) && !isConditional(heard.message.norm, false)
    ? [{ command: 'affirm' }, ...heard.commands]
    : null;

/** "revoke Wiki instead", "pause instead", "revoke Wiki, not this one" */
const insteadOfIt: Rule = ({ commands, message, items, view }, flow) => {
  const acts = commands.some(({ command }) => /^(?:revoke|pause|resume)$/.test(command));
  const isInstead = instead.test(message.norm) || items.some((item) => leavesOutOpen(item, view));
  const isOther = changes(flow) && acts && isInstead && !commands.some(isNo);
  const wanted = commands.filter((command) => !isYes(command)).map((one) => ofOpen(one, view));
  return isOther ? [{ command: 'deny' }, ...wanted] : null;
};

/** "yes, and rename it to Manual", where its URL is to be changed. */
const yesAndRename: Rule = ({ commands: [only, ...more], items, message }, flow) => {
  const isLabel = only?.command === 'set' && Object.keys(only).join() === 'command,name';
  if (flow !== 'update' || !isLabel || more.length > 0 || items[0]?.yes !== 'firm') return null;
  return isConditional(message.norm, false)
    ? unclear
    : [{ command: 'affirm' }, { command: 'update', source: 'it', name: only.name! }];
};

/** "keep Docs" */
const keepsIt: Rule = ({ commands, items, view }, flow) =>
  flow === 'revoke' && commands.length === 0 && items.some((item) => leavesOutOpen(item, view))
    ? [{ command: 'deny' }]
    : null;

const noneOfThem: Rule = ({ commands, message }, flow) =>
  flow === 'revoke' && ofAll.test(message.norm) && commands.every(({ command }) => command === 'deny')
    ? [{ command: 'cancel' }]
    : null;

/** "yes, first test it" */
const notYet: Rule = ({ commands, message }) => {
  const others = commands.filter((command) => !isYes(command));
  return others.length > 0 && wantedFirst.test(message.norm) ? others : null;
};

/** "yes, then test it", "yes, and pause it": of what is gone after a yes to its revocation. */
const ofWhatIsGone: Rule = ({ commands, view }, flow) => {
  const others = commands.filter((command) => !isYes(command));
  if (flow !== 'revoke' || !others.some((one) => isOfGone(one, view))) return null;
  return others.every(({ command }) => shown.test(command)) ? others : unclear;
};

/** "yes, revoke Wiki", "yes, and Wiki too" */
const besidesIt: Rule = ({ commands, message, clauses, items, view }, flow) => {
  if (!changes(flow)) return null;
  if (commands.length > 1) return addsARequest.test(message.norm) ? null : unclear;
  const named = othersIn(items, view);
  if (named.length === 0) return null;
  const isOneMore = flow === 'revoke' && clauses.some(({ norm }) => oneMore.test(norm));
  return isOneMore
    ? [...commands, ...named.map((source): Command => ({ command: 'revoke', source }))]
    : unclear;
};

const changes = (flow: FlowName): boolean => flow === 'revoke' || flow === 'update';
const atConfirmation: Rule[] = [
  please,
  judged,
  yesAndThenShow,
  insteadOfIt,
  keepsIt,
  yesAndRename,
  noneOfThem,
];
const besideAYes: Rule[] = [notYet, ofWhatIsGone, besidesIt];
const firstOf = (rules: Rule[], heard: Heard, flow: FlowName): Command[] | null => {
  for (const rule of rules) {
    const said = rule(heard, flow);
    if (said !== null) return said;
  }
  return null;
};

/**
 * The commands of a message that may agree: a yes counts for what was asked and for nothing else. "Yes, revoke Wiki"
 * at the question about Payroll is no yes, nor is "sure, pause it instead".
 */
export const heldAgreement = (heard: Heard): Command[] => {
  const { commands, message, view } = heard;
  const flow = view.awaiting === 'confirmation' ? view.flow : null;
  const said = flow === null ? null : firstOf(atConfirmation, heard, flow);
  if (said !== null) return said;
  if (!commands.some(isYes)) return commands;
  if (isConditional(message.norm, commands.length === 1)) return unclear;
  return (flow === null ? null : firstOf(besideAYes, heard, flow)) ?? commands;
};
