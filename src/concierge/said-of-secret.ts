import { type Found, looksTokenish } from '../domain/find-secrets.ts';

/** "not X but Y", "instead of X", "the old one was X". */
const denied =
  /(?:\b(?:not|never|isn['’]?t|wasn['’]?t|instead of|rather than|old (?:one|token|key|value|secret)(?: (?:is|was))?|was)(?: (?:use|take|try|it|is|the|one|token|key|value|bearer|:))*|\b(?:don['’]?t|do not|never) (?:use|take|try))[\s:"'`]*$/i;
/** "the value was wrong, it is X": what is said of the one before. */
const corrects =
  /\b(?:no|sorry|wait|actually|rather|but|i mean|i meant|oops|ups|correction|scratch that|make that|better)\b/i;
const spoilt = /\b(?:leaked|compromised|exposed|stolen|hacked|published)\b/i;
const outdated =
  /\b(?:expired|revoked|old (?:one|token|key|secret|password|credential|value)|no longer (?:valid|works|working))(?: (?:is|was))?[\s:="'`]*$/i;
const behindOutdated =
  /^["'`]?,? (?:(?:is|was|has|had|been|just|now|the|one|which|that) )*(?:old|expired|revoked|wrong|no longer)\b/i;
const replaces =
  /\b(?:new|fresh|use|replac\w+|rotat\w+|chang\w+|switch\w*|updat\w+|set|instead|here|take|try|right|correct)\b/i;
/** "is X right?": a question about it, and none that proposes it. */
const asks =
  /^\W*(?:(?:and|so|but|ok|hm+|well|or|wait)\W+)*(?:is|isn['’]?t|was|are|does|did|should|would|must|why|which|who|whose|when|where|what(?! (?:about|if)))\b/i;

/** The secrets of a message that it does not deny; of those that correct one another, the last. */
export const notDenied = (text: string, found: readonly Found[]): Found[] => {
  const kept = found.filter(({ start }) => !denied.test(text.slice(0, start)));
  return kept.filter(({ end, value }, at) => {
    const next = kept.slice(at + 1).find((other) => other.value !== value);
    return next === undefined || !corrects.test(text.slice(end, next.start));
  });
};

/** True where the message asks whether the secret is one: `rest` is the message with the secret as `[credential]`. */
export const isAskedAbout = (rest: string): boolean =>
  asks.test(rest) && (/\?/.test(rest) || /\[credential\][\s"'`]*[a-z]/i.test(rest));

/** "the token leaked: X": the one that must not be used any longer, and nothing says that X is another. */
export const isSpoilt = (text: string, { start, end }: Found): boolean => {
  const [before, behind] = [text.slice(0, start), text.slice(end)];
  if (replaces.test(before)) return false;
  return spoilt.test(before) || spoilt.test(behind) || outdated.test(before) || behindOutdated.test(behind);
};

const short = /^[\w/.-]{1,5}$/;
const email = /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i;
const wordFor =
  /^(?:bearer|token|key|header|secret|pass(?:word|wd|phrase|code)?|pwd|credential|value)s?[?!.]*$/i;
const joined = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** A single word that is hardly a credential: too short, a word for one, an address of mail, a name of ours. */
export const isWeak = (word: string, names: readonly string[]): boolean =>
  short.test(word) ||
  wordFor.test(word) ||
  email.test(word) ||
  (!looksTokenish(word) && names.some((name) => joined(name) === joined(word)));
