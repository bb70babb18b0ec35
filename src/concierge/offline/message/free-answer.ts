import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { helpOn } from '../clause/gives.ts';
import type { Item } from '../clause/read-clause.ts';
import type { Phrase } from '../tokens/phrase.ts';
import { isUnknownWord } from '../tokens/references.ts';
import { pattern } from '../vocabulary/lexicon.ts';
import { bareAnswer, choiceOf, leavesDefault, revisedName } from './answers.ts';
import { labelReply } from './label-reply.ts';
import { isPlain, saysNothing } from './plain-items.ts';
import { isSentence } from './sentence.ts';

const unclear: Command[] = [{ command: 'unclear' }];

/** An optional slot: "yes" and "whatever" alike take what was offered. */
export const takesOffered = (message: Phrase, items: Item[], view: View): boolean => {
  // "leave it as it is", of a label that was to be changed.
  const stays = view.flow === 'update' && items.some(({ commands }) => commands?.[0]?.command === 'cancel');
  const leaves =
    leavesDefault(message, view) && !stays && items.every(({ slots }) => slots?.name === undefined);
  const agrees =
    items.some(({ yes }) => yes !== undefined) &&
    items.every((item) => item.yes !== undefined || saysNothing(item));
  // "yes, Quick One it is"
  const isSpelled = message.tokens.slice(1).some(({ raw }) => /^\p{Lu}/u.test(raw) && raw !== 'I');
  return (leaves || agrees) && !isSpelled;
};
/** "yes that only": small letters, and no word in it that a label could be made of. */
const onlyAgrees = ({ text, tokens }: Phrase): boolean =>
  /^(?:hell )?(?:yes|yeah|yep|yup|ok|okay|sure)\b[^\p{Lu}]*$/u.test(text.trim()) &&
  tokens.length <= 5 &&
  !tokens.some(isUnknownWord);
/** "Payments, but in staging": a label and where it goes; nothing of what is before the place may be a command. */
const labelAndSandbox = (message: Phrase, items: Item[], view: View): Command | null => {
  if (view.awaiting !== 'name') return null;
  const [first, ...rest] = items.filter((item, at) => at === 0 || !saysNothing(item));
  const facts = rest.every((item) => item.slots !== undefined && item.slots.name === undefined);
  if (first?.value !== undefined && !first.revises && rest.length > 0 && facts)
    return { command: 'set', name: first.value, ...Object.assign({}, ...rest.map(({ slots }) => slots)) };
  const label = beforePlace.exec(message.text.trim())?.groups?.label;
  return label === undefined || items.length > 1 || Object.keys(first?.slots ?? {}).join() !== 'sandbox'
    ? null
    : { command: 'set', name: label, ...first!.slots };
};
const beforePlace =
  /^(?!(?:please |i |let us |can you |could you |actually |no |now )*(?:put|make|want|move|use|set|go|add|register|place|have|it|that|this|should|rather|in|into|to|for|on|the|would|sandbox)\b)(?<label>.+?),? (?:in|into|for|on) (?:the )?\S+(?: sandbox| environment| env)?(?: please| pls| thanks)?[.!]?$/i;

/** "Refund desk, and by the way what sources do I have?": the label, and something asked behind it. */
const labelAndQuestion = (clauses: Phrase[], items: Item[], view: View): Command[] | null => {
  const [first, ...rest] = items;
  const asked = rest.flatMap(({ commands = [] }) => commands);
  const isLabel =
    view.awaiting === 'name' &&
    first?.value !== undefined &&
    !first.revises &&
    clauses[0]!.tokens.length <= 4;
  const asks =
    asked.length > 0 &&
    asked.every(({ command }) => /^(?:list_|show_source|why|update|clarify)/.test(command));
  return isLabel && asks && rest.every((item) => item.commands !== undefined || saysNothing(item))
    ? [{ command: 'set', name: first.value! }, ...asked]
    : null;
};

/** In small letters and alone these ask for something; they call nothing. */
const wish = pattern(
  '^(?:list|show|status|list (?:all|everything))$|^(?:list|show)(?: me)?(?: all)?(?: (?:the|my|our|your))? (?:servers|sources|sandboxes|agents|tools)(?: (?:in|of|for) \\S+)?$|^(?:(?:no|actually|please|ok|,) )*<rename> \\S+ \\S',
);

/** "my token leaked!" */
const exclaims = /^[a-z]+ \S+ \S.*!$/;

/** A question whose answer may be any words at all: then only what is plainly a command is one. */
export const freeAnswer = (
  message: Phrase,
  clauses: Phrase[],
  items: Item[],
  view: View,
): Command[] | null => {
  if (view.awaiting !== 'name' && view.awaiting !== 'auth_header') return null;
  if (view.awaiting === 'name' && takesOffered(message, items, view)) return [{ command: 'skip' }];
  if (view.awaiting === 'name' && onlyAgrees(message)) return [{ command: 'skip' }];
  const choice = choiceOf(message, view);
  // "One", "Number One": a label like any other.
  const isSpelled = view.awaiting === 'name' && /^\p{Lu}[\p{L} ]*$/u.test(message.text.trim());
  const isOption = view.options.some(
    ({ label }) => label.toLowerCase() === message.text.trim().toLowerCase(),
  );
  if (choice !== null && (!isSpelled || isOption)) return [choice];
  if (wish.test(message.norm)) return null;
  const placed = labelAndSandbox(message, items, view);
  if (placed !== null) return [placed];
  const asking = labelAndQuestion(clauses, items, view);
  if (asking !== null) return asking;
  const isOtherScheme = items.some(({ slots }) => /^(?:none|bearer)$/.test(slots?.auth_kind ?? ''));
  if (view.awaiting === 'auth_header' && isOtherScheme) return null;
  const revised = view.awaiting === 'name' && items.at(-1)?.value !== undefined && revisedName(message.text);
  if (revised) return [{ command: 'set', name: revised }];
  if (isPlain(items)) return null;
  if (view.awaiting === 'auth_header' && leavesDefault(message, view)) return [{ command: 'skip' }];
  if (message.tokens.every(({ norm }) => /^(?:please|[.,!])$/.test(norm))) return [helpOn(view)];
  const unnamed = labelReply(message.text, view, helpOn(view));
  if (unnamed !== null) return unnamed;
  // "not acme" is no label, whatever comes after it.
  if (/^not [a-z]/.test(message.text)) return [{ command: 'deny' }];
  const spoken = /^x(?: [a-z]+)+$/i.test(message.text.trim())
    ? message.text.trim().replaceAll(' ', '-')
    : message.text;
  const value = bareAnswer(view.awaiting === 'auth_header' ? spoken : message.text);
  if (value.length > 200 || value.includes('[credential]')) return unclear;
  if (view.awaiting === 'name' && (isSentence(value, view) || exclaims.test(message.text.trim())))
    return [helpOn(view)];
  return [{ command: 'set', [view.awaiting]: value }];
};
