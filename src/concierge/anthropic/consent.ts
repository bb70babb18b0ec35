import type { Command, CommandName } from '../commands.ts';
import type { Message } from '../interpreter.ts';
import { understand } from '../offline/interpreter.ts';
import { isYes, tidy } from '../processor.ts';

/** A few words that begin with a yes, in the languages most spoken: the model reads what stands behind it. */
const yesFirst =
  /^(?:yes|yep|yeah|yup|sure|ok|okay|confirm(?:ed)?|go ahead|do it|sí|si|claro|dale|oui|d'accord|vas-y|ja|jawohl|jo|genau|sim|sì|certo|tak|ano|да|так|はい|お願いします|好的?|是的?|对|确认|네|예|हाँ|हां|نعم|evet|tamam|vâng|ya|baik|naam|joo|kyllä|igen|nai|ναι|כן)(?![\p{L}\p{N}])/iu;
const fewWords = 6;

const isShortYes = (text: string): boolean =>
  yesFirst.test(text.trim()) && !/[?？]/.test(text) && text.trim().split(/\s+/).length <= fewWords;

/** Words of the user without which a command that acts at once, or consents, is not taken from a model. */
const words: Partial<Record<CommandName | 'discard', RegExp>> = {
  pause:
    /\b(?:paus\w*|disabl\w*|stop\w*|suspend\w*|halt\w*|freez\w*|deactivat\w*|mute\w*|hold|block\w*|off\w*|offline)\b/i,
  resume:
    /\b(?:resum\w*|unpaus\w*|unsuspend\w*|un(?:mute|block|freeze)\w*|enabl\w*|start\w*|continu\w*|(?:re)?activat\w*|on|online|back|again)\b/i,
  accept: /\b(?:accept\w*|approv\w*|agree\w*|trust\w*|allow\w*|consent\w*)\b/i,
  discard: /\b(?:discard\w*|delet\w*|remov\w*|drop\w*|throw\w*|scrap\w*|eras\w*|forget\w*|bin)\b/i,
};

const readOffline = ({ text, view }: Message): Command[] =>
  tidy(understand(text, view), view.awaiting !== null);

/** Questions whose yes has an effect that was shown; a yes to others takes what is harmless. */
const isBinding = ({ view }: Message): boolean =>
  view.awaiting === 'confirmation' || view.awaiting === 'credential';

/**
 * True when the user's own message carries the command. A model proposes; what it read elsewhere, in a label, a
 * description or an earlier message, must not become the user's yes. So a confirmation also needs a yes that is
 * found in the message without a model, and an act at once needs its word.
 */
export const isCarriedByUser = (command: Command, message: Message): boolean => {
  if (isYes(command))
    return !isBinding(message) || readOffline(message).some(isYes) || isShortYes(message.text);
  const isDiscard = command.command === 'choose' && command.option === 'discard';
  const needed = words[isDiscard ? 'discard' : command.command];
  if (needed === undefined || needed.test(message.text)) return true;
  return readOffline(message).some(
    (read) => read.command === command.command && (!isDiscard || isSameOption(read, command)),
  );
};

const isSameOption = (one: Command, other: Command): boolean =>
  one.command === 'choose' && other.command === 'choose' && one.option === other.option;
