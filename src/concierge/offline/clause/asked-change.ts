import { type Command, isChange, type Request } from '../../commands.ts';
import type { Phrase } from '../tokens/phrase.ts';
import { withSource } from './each-source.ts';
import { isPolite, type Said } from './said.ts';
import type { Reading } from './score.ts';

/** "rename Docs to Wiki?", "shall we pause it": whether to is what is asked. */
const wonders = /^(?:(?:and|so|but|ok|,) )*shall (?:we|i)\b|\?$/;
/** "how do I pause it?" wants to be told, and "how can you" only sounds so. */
const asksHow = /^(?:(?:and|so|but|ok|,) )*how (?:do|can|could|would|to)\b(?: i| we)?\b/;
const wondersWhether = ({ phrase: { norm }, mood, view }: Said): boolean =>
  mood === 'request' &&
  view.flow === null &&
  view.awaiting === null &&
  (asksHow.test(norm) || (wonders.test(norm) && !isPolite(norm)));

/** "would pausing it break my agents?" asks what it does. */
const asksWhatItDoes =
  /^(?:would|will|might|does|do|did|is|are|was|what|has)\b|\b[a-z]+ing (?:the )?SOURCE\b/;
/** What pausing and changing are is no answer to whether this one shall be. */
export const isAskedOfOne = ({ intent: { name, about } }: Reading, said: Said): boolean =>
  name === 'help' &&
  /^(?:pause|update)$/.test(about) &&
  said.sources.length === 1 &&
  wondersWhether(said) &&
  !asksWhatItDoes.test(said.phrase.norm);

const actsAtOnce = (
  command: Command,
): command is Extract<Command, { command: 'pause' | 'resume' | 'update' }> =>
  command.command === 'pause' ||
  command.command === 'resume' ||
  (command.command === 'update' &&
    !command.rotate &&
    !command.what &&
    !command.base_url &&
    !command.auth_kind);

/** A change that would be done at once, but is only asked about, is offered beside a look at its source. */
export const withAskedOffered = (commands: Command[], said: Said): Command[] => {
  const [first, ...others] = commands;
  if (first === undefined || others.length > 0 || !actsAtOnce(first) || !wondersWhether(said))
    return commands;
  const look: Request = withSource({ command: 'show_source' }, first.source);
  return [{ command: 'clarify', readings: [first, look] }];
};

/** "pause Shop and rename Books to Wiki?": the question is about both, and neither is done. */
export const askedOnly = ({ tokens }: Phrase, commands: Command[]): Command[] => {
  const isOneSentence = tokens.slice(0, -1).every(({ kind }) => kind !== 'stop');
  const isAsked = commands.some(
    (one) => one.command === 'clarify' && one.readings.at(-1)?.command === 'show_source',
  );
  return isOneSentence && isAsked && commands.some(isChange)
    ? [{ command: 'help', topic: 'asked_only' }]
    : commands;
};
