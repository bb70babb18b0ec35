import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { bareAnswer, optionNamed } from '../message/answers.ts';
import { sourcesCalled } from '../sources-called.ts';
import { tokenise } from '../tokens/phrase.ts';

/** "it's called Ledger" */
const told =
  /^(?:(?:oh|ah|sorry|no|well|hm+|actually|but|and)[,.\s]+)*(?:it|that|this)(?: is| was|['’]?s) (?:called|named|known as) ["'`]?(?<name>[^"'`,.;!?]+?)["'`]?[.!]*$/i;
/** "not Wetter, but Wetterdienst" */
const notBut =
  /^(?:(?:no|sorry|well|oh)[,.\s]+)*not ["'`]?(?<wrong>[^,.;"'`]+?)["'`]?(?: ?,)? but (?:rather |in )?["'`]?(?<right>[^,.;"'`]+?)["'`]?[.!]*$/i;
/** "Wetterdienst, not Wetter" */
const notThat =
  /^(?:(?:no|sorry|well|oh)[,.\s]+)*["'`]?(?<right>[^,.;"'`]+?)["'`]?(?: ?,)? (?:not|instead of|rather than) ["'`]?(?<wrong>[^,.;"'`]+?)["'`]?[.!]*$/i;

/** "do I have anything called Tickets?" */
const asked =
  /^(?:(?:and|so|ok|,) )*(?:do (?:i|we) (?:already )?have|is there|have (?:i|we) got) (?:an? |any )?(?:\S+ )?(?:source|server|thing|one|anything|something) (?:called|named) ["'`]?(?<name>[^"'`,.;!?]+?)["'`]?[?.!]*$/i;

const isSame = (one: string, other: string | undefined): boolean =>
  one.toLowerCase() === other?.toLowerCase();

/** "Not Wetter, but Wetterdienst": a slot of a registration, by the value that it has. */
const corrected = (text: string, { flow, awaiting, slots, sandboxes }: View): Command | null => {
  const { wrong, right: said } = (notBut.exec(text.trim()) ?? notThat.exec(text.trim()))?.groups ?? {};
  if (flow !== 'register' || wrong === undefined || said === undefined) return null;
  const right = bareAnswer(said);
  const isSandbox = sandboxes.some((one) => isSame(one, right));
  if (!isSandbox && !/^(?!I\b)[\p{Lu}\d"“]/u.test(right)) return null;
  if (isSame(wrong, slots.sandbox) && isSandbox) return { command: 'set', sandbox: right };
  return isSame(wrong, slots.name) || (awaiting === 'name' && notBut.test(text.trim()))
    ? { command: 'set', name: right }
    : null;
};

/**
 * A name that a message tells, and that nothing is to be called by: "it's called Ledger" says which one is meant, and
 * "not A, but B" what a label should be. Null where a message tells none.
 */
export const toldName = (text: string, view: View): Command[] | null => {
  const right = corrected(text, view);
  if (right !== null) return [right];
  const wanted = view.flow === null ? asked.exec(text.trim())?.groups?.name : undefined;
  if (wanted !== undefined) return [{ command: 'show_source', source: wanted }];
  const { name } = told.exec(text.trim())?.groups ?? {};
  if (name === undefined || (view.flow !== null && view.awaiting !== 'source')) return null;
  if (view.awaiting === 'source') {
    const option = optionNamed(tokenise(name), view);
    return option === null ? [{ command: 'unclear' }] : [option];
  }
  const found = view.awaiting === null ? sourcesCalled(name, view.sources) : [];
  return found.length === 1 ? [{ command: 'show_source', source: found[0]!.name }] : [{ command: 'unclear' }];
};
