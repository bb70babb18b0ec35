import type { View } from '../../interpreter.ts';
import { sourcesCalled } from '../sources-called.ts';
import type { Phrase } from '../tokens/phrase.ts';
import { pattern } from '../vocabulary/lexicon.ts';
import type { Said } from './said.ts';

const denied =
  /(?<!\bwhy )\b(?:not|never|without|instead of|rather than|except)(?: (?:use|using|at|the|it|is|to|with|try|take|be|should|want))* $/;
/** "the old one was URL", "it used to be URL". */
const past = pattern(
  '\\b(?:old|previous|former)(?: (?:one|<server>|<address>))?(?: (?:is|was|has been|had been|:))*(?: at)? $|\\b(?:was|used to be|had been)(?: at)? $',
);
/** "how about URL?", "should have been URL": no question. */
const proposes =
  /^(?:(?:and|so|ok|or|well|hm+|,) )*(?:(?:how|what) (?:about|if)|should (?:be|have been|read|say))\b/;

/** A registered source other than the one that is being mended, and not that one. */
const isOfAnother = ({ sources }: Said, { sources: known, slots }: View): boolean => {
  const named = sources.flatMap((said) => sourcesCalled(said, known));
  return named.length > 0 && !named.some(({ data_source_id }) => data_source_id === slots.source);
};

const beforeUrls = ({ tokens, norm, starts }: Phrase): { raw: string; before: string }[] =>
  tokens.flatMap(({ kind, raw }, at) => (kind === 'url' ? [{ raw, before: norm.slice(0, starts[at]) }] : []));

/**
 * The address that a clause gives. A source that is registered is changed by it at once, so there it must be meant
 * for that one, and neither be refused, asked about, told of nor be one of two.
 */
export const urlIn = (said: Said, view: View): string | undefined => {
  const { phrase, asks, mood } = said;
  const urls = beforeUrls(phrase);
  if (view.slots.source === undefined || view.flow === 'revoke') return urls.at(-1)?.raw;
  const meant = urls.filter(({ before }) => !denied.test(before) && !past.test(before));
  const isOpen =
    (asks && !proposes.test(phrase.norm)) ||
    mood === 'refusal' ||
    /\bURL ,? ?or\b.*\bURL\b/.test(phrase.norm);
  return isOpen || isOfAnother(said, view) ? undefined : meant.at(-1)?.raw;
};
