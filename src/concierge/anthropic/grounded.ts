/** Words with a capital or a hyphen that name nothing. */
const ordinary = new Set(
  `a an all also although and any are as at because both but by can each either every few first for from here how however
  i if in instead is it its last many more most neither next no nobody none not nothing now of on one only or other others otherwise
  our second since so some still that the their them then there therefore these they third this those to today two under until
  what when where which while who why with without yes yet you your api apis http https json mcp url urls id
  e.g i.e read-only up-to-date well-known time-out re-check sign-in log-in
  concierge sandbox sandboxes source sources server servers agent agents tool tools run runs label labels`.split(
    /\s+/,
  ),
);

const numberWords = 'zero two three four five six seven eight nine ten eleven twelve'.split(' ');
const asDigits = (word: string): string => {
  const at = numberWords.indexOf(word.toLowerCase());
  return at < 0 ? word : String(at === 0 ? 0 : at + 1);
};

const edges = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

/** Marked names: in backticks, in quotes, in bold. */
const marked = /`([^`\n]+)`|"([^"\n]+)"|“([^”\n]+)”|\*\*([^*\n]+)\*\*/g;

type Term = { text: string; begins: boolean };

/** The words of an answer, with whether each begins a sentence or a line. */
const termsOf = (text: string): Term[] =>
  text.split(/(?<=[.!?:])\s+|\n+/).flatMap((sentence) =>
    sentence
      .split(/[\s()[\],;|—–]+/)
      .map((word) => word.replace(/['’]s$/, '').replace(edges, ''))
      .filter((word) => word !== '')
      .map((word, index) => ({ text: word, begins: index === 0 })),
  );

const isNumber = (text: string): boolean => /^\d+(?:[.,]\d+)*%?$/.test(text);
/** Looks like a name of something and not like a word: `get_page`, `docs-eu`, acme.com, GitHub, v2. */
const isShaped = (text: string): boolean =>
  /[\p{L}\p{N}][-_./:@]+[\p{L}\p{N}]|\p{Ll}\p{Lu}|\p{L}\d|\d\p{L}/u.test(text);
const isCapital = (text: string): boolean => /^\p{Lu}/u.test(text);

/** A word that begins a sentence has its capital from there; it counts as a name when the results know it as one. */
const needsGround = ({ text, begins }: Term): boolean => {
  if (ordinary.has(text.toLowerCase())) return false;
  return isNumber(text) || isShaped(text) || (isCapital(text) && !begins);
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Numbers of things that a result lists. */
const lengthsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(lengthsIn);
  return Array.isArray(value) ? [String(value.length), ...inner] : inner;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    // A result that was cut is no JSON any more: then only what it says counts.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};

const speaksOfItself = /\b(?:I|I['’]\w+|me|my|mine|we|we['’]\w+|us)\b/;
const asksForSecret =
  /\b(?:paste|send|enter|type|share|provide|give|tell|visit|open|click|log ?in)\b.{0,60}\b(?:token|password|key|secret|credential|here|link|https?)/i;

/**
 * Why an answer in prose may not be shown; null when it may. Every name and number in it is in the results that the
 * model read, as a whole; it neither claims to have acted nor asks for anything.
 */
export const whyUngrounded = (answer: string, results: readonly string[]): string | null => {
  if (results.length === 0) return 'Nothing was read: call a reading tool first, or propose commands.';
  if (speaksOfItself.test(answer)) return 'The answer speaks of itself: say only what is.';
  if (/[?？]/.test(answer) || asksForSecret.test(answer)) return 'The answer asks for something.';
  const grounds = results.join('\n');
  const lengths = new Set(results.flatMap((result) => lengthsIn(parsed(result))));
  const isGrounded = (term: string): boolean =>
    lengths.has(term) ||
    new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(term)}(?![\\p{L}\\p{N}_]|[.,]\\d)`, 'iu').test(grounds);
  const names = Array.from(answer.matchAll(marked), (match) => match.slice(1).find(Boolean)!.trim());
  const terms = termsOf(answer).filter(needsGround);
  const numbers = termsOf(answer)
    .map(({ text }) => text)
    .filter((word) => numberWords.includes(word.toLowerCase()));
  const missing = [...names, ...terms.map(({ text }) => text), ...numbers].find(
    (term) => !isGrounded(asDigits(term)),
  );
  return missing === undefined
    ? null
    : `The answer names \`${missing}\`, which no result has. Use names and numbers exactly as in the results.`;
};
