import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { lookUp } from '../../name-lookup.ts';
import type { Item } from '../clause/read-clause.ts';
import { isEmpty } from '../slots.ts';
import type { Phrase } from '../tokens/phrase.ts';
import { isPlainYes, isWeakYes } from './plain-yes.ts';

const condition =
  /\b(?:unless|until|except|provided|as long as|when|once (?!more|again)|if|only|tomorrow|later|before (?:you|i|we|the|it)|after(?! (?:that|all|this|it)\b)|not (?:now|yet|today))\b/;
/** "yes, after the meeting", "yes, but keep the tools": agreement to something else than what was asked. */
const isConditional = (norm: string, onlyAgrees: boolean): boolean =>
  condition.test(norm) || (onlyAgrees && /\bbut\b/.test(norm));

/** Sources that the message names, besides the one that the open question is about. */
const othersIn = (items: Item[], { sources, slots }: View): string[] =>
  items
    .flatMap(({ mentions = [] }) => mentions)
    .filter((said) => {
      const named = lookUp(
        said,
        sources.map((source) => ({ ...source, names: [source.name, source.namespace] })),
      );
      const found = named.kind === 'one' ? [named.found] : named.kind === 'several' ? named.found : [];
      return !found.some(({ data_source_id }) => data_source_id === slots.source);
    });

/** "yes, and wiki too": one more of the same. */
const oneMore =
  /(?:^| )(?:and|plus|also)(?: (?:also|then))?(?: (?:the|my|our))? SOURCE(?: (?:too|also|as well|please|then))*$/;
const addsARequest = /\b(?:and|also|then|plus|afterwards|next)\b/;
const instead = /\b(?:instead|rather)\b/;

/** What a reason behind a yes may be taken for. */
const givesWay = /^(?:affirm|unclear|deny|help|repeat|thanks|why)$/;
const isSocial = /^(?:thanks|greet|bye)$/;
const isYes = ({ command }: Command): boolean => command === 'affirm';
const isNo = ({ command }: Command): boolean => /^(?:deny|cancel|choose|back)$/.test(command);
const unclear: Command[] = [{ command: 'unclear' }];

/**
 * The commands of a message that may agree: a yes counts for what was asked and for nothing else. "Yes, revoke Wiki"
 * at the question about Payroll is no yes, nor is "sure, pause it instead".
 */
export const heldAgreement = (
  commands: Command[],
  message: Phrase,
  clauses: Phrase[],
  items: Item[],
  view: View,
): Command[] => {
  const asks = view.awaiting === 'confirmation' && view.flow !== null;
  // A clause that is something else was read as it is; one that only sounds like a yes makes the message unclear.
  const strange = (item: Item, at: number): boolean =>
    (item.commands ?? []).every(({ command }) => isSocial.test(command)) &&
    (item.slots === undefined || view.flow === 'revoke') &&
    (!item.register || isEmpty(item.slots ?? {})) &&
    !item.no &&
    !isPlainYes(clauses[at]!.norm, view.flow!);
  const isImpure = asks && items.some((item, at) => strange(item, at) && item.yes !== undefined);
  const agreeing = items.flatMap(({ yes }, at) => (yes === undefined ? [] : [clauses[at]!.norm]));
  if (asks && view.flow === 'revoke' && agreeing.length > 0 && agreeing.every(isWeakYes)) return unclear;
  // "makes sense, do it", "yes, we do not need it any more": agreement from one end to the other.
  const isWhole =
    agreeing.length > 0 &&
    othersIn(items, view).length === 0 &&
    clauses.every(({ norm }) => isPlainYes(norm, view.flow!));
  if (asks && isWhole && commands.every(({ command }) => givesWay.test(command)))
    return [{ command: 'affirm' }];
  const isDoubtful = asks && commands.some(isYes) && items.some(strange);
  if (isDoubtful || (isImpure && commands.some(({ command }) => command === 'deny'))) return unclear;
  const isChanging = view.awaiting === 'confirmation' && (view.flow === 'revoke' || view.flow === 'update');
  const acts = commands.some(({ command }) => /^(?:revoke|pause|resume)$/.test(command));
  if (isChanging && acts && instead.test(message.norm) && !commands.some(isNo))
    return [{ command: 'deny' }, ...commands.filter((command) => !isYes(command))];
  if (!commands.some(isYes)) return commands;
  if (isConditional(message.norm, commands.length === 1)) return unclear;
  if (isChanging && commands.length > 1) return addsARequest.test(message.norm) ? commands : unclear;
  const others = isChanging ? othersIn(items, view) : [];
  if (others.length === 0) return commands;
  const isOneMore = view.flow === 'revoke' && clauses.some(({ norm }) => oneMore.test(norm));
  return isOneMore
    ? [...commands, ...others.map((source): Command => ({ command: 'revoke', source }))]
    : unclear;
};
