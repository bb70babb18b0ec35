import type { Command } from '../commands.ts';
import type { Message } from '../interpreter.ts';
import { understand } from '../offline/interpreter.ts';
import { requestedIn } from '../offline/requested.ts';
import { isYes, tidy } from '../processor.ts';

/** A yes that the offline interpreter, which knows English, does not: nothing else may stand beside it. */
const yesWords = new Set(
  `sí si claro vale oui d'accord ja jawohl genau gerne sim sì certo tak ano áno da да так ναι evet tamam joo kyllä igen ya baik vâng
  はい 是 是的 好 好的 对 确认 네 예 हाँ हां نعم כן ok okay por favor bitte per favore s'il vous plaît please proszę пожалуйста lütfen`.split(
    /\s+/,
  ),
);

const isForeignYes = (text: string): boolean => {
  const words = text
    .toLowerCase()
    .split(/[\s,.!。、！]+/)
    .filter(Boolean);
  return words.length > 0 && words.every((word) => yesWords.has(word));
};

const paused = /\b(?:paus|disabl|stop|suspend|halt|freez|deactivat|mut|block)\w*|\b(?:hold|off|offline)\b/i;
const resumed =
  /\b(?:resum|unpaus|unsuspend|unmut|unblock|unfreez|enabl|start|continu|activat|reactivat)\w*|\b(?:on|online|back|again)\b/i;
const accepted = /\b(?:accept|approv|agree|trust|allow|consent)\w*/i;
const changed =
  /\b(?:renam|nam|call|label|titl|chang|updat|edit|allow|restrict|limit|cap|correct|fix|rais|lower|increas|reduc)\w*|\b(?:set|make|only|rate|new)\b/i;
const discarded = /\b(?:discard|delet|remov|drop|throw|scrap|eras|forget)\w*|\bbin\b/i;

/** A reading that is picked may act at once: the pick must be found in the message without a model. */
const onlyOffline = /(?!)/;

/** The words without which a command that acts at once, or consents to something, is not the user's. */
const neededWords = (command: Command): RegExp | null => {
  switch (command.command) {
    case 'pause':
      return paused;
    case 'resume':
      return resumed;
    case 'accept':
      return accepted;
    case 'update':
      // A new address or credential opens a flow, which asks.
      return command.rotate || command.base_url !== undefined ? null : changed;
    case 'choose':
      if (command.option.startsWith('reading:')) return onlyOffline;
      return command.option === 'discard' ? discarded : null;
    default:
      return null;
  }
};

/** Questions whose yes has the effect that was shown; a yes to any other takes what is harmless. */
const isBinding = ({ view }: Message): boolean =>
  view.awaiting === 'confirmation' || view.awaiting === 'credential';

const isSame = (one: Command, other: Command): boolean =>
  one.command === other.command &&
  (one.command !== 'choose' || other.command !== 'choose' || one.option === other.option);

/**
 * True when the user's own message carries the command. What a model read elsewhere, in a label, a description or
 * an earlier message, must not become the user's yes: so a confirmation needs, beside the model's word, a yes that
 * is found in the message without a model, and an act at once needs its verb in what the message asks for, not in
 * what it tells, refuses or puts off (decision 061).
 */
export const isCarriedByUser = (command: Command, message: Message): boolean => {
  const { text, view } = message;
  const readOffline = () => tidy(understand(text, view), view.awaiting !== null);
  if (isYes(command)) return !isBinding(message) || isForeignYes(text) || readOffline().some(isYes);
  const needed = neededWords(command);
  return (
    needed === null ||
    requestedIn(text, view).some((said) => needed.test(said)) ||
    readOffline().some((read) => isSame(read, command))
  );
};
