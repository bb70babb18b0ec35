/** Words that name nothing, wherever they stand. */
const ordinary = new Set(
  `a about according active after again agent agents all also although always among an and another any api apis are as at available
  because before below between both broken but by call callable can compared concierge connected could currently data
  different does each either every everything failed failing few finally first for from further has have healthy here how however http https
  id if in instead is it its json label labels last latest like looking many maybe mcp more most neither never new next no nobody none
  nor not nothing now of old on once one only or other others otherwise our out over own paused possibly registered results run runs
  same sandbox sandboxes second server servers since single so some something source sources still such than that the their them
  then there therefore these they third this those though thus to today together tool tools total under unlike until url urls
  what when where whereas whether which while who why with within without working yes yet you your
  e.g i.e read-only up-to-date well-known time-out re-check sign-in log-in so-called`.split(/\s+/),
);

const numberWords = 'zero two three four five six seven eight nine ten eleven twelve'.split(' ');
const asDigits = (word: string): string => {
  const at = numberWords.indexOf(word.toLowerCase());
  return at < 0 ? word : String(at === 0 ? 0 : at + 1);
};

const edges = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

/** Marked names: in backticks, in quotes, in bold. */
const marked = /`([^`\n]+)`|"([^"\n]+)"|“([^”\n]+)”|\*\*([^*\n]+)\*\*/g;

const wordsOf = (text: string): string[] =>
  text
    .split(/[\s()[\],;|—–]+/)
    .map((word) => word.replace(/['’]s$/, '').replace(edges, ''))
    .filter((word) => word !== '');

const isNumber = (text: string): boolean =>
  /^\d+(?:[.,]\d+)*%?$/.test(text) || numberWords.includes(text.toLowerCase());
/** Looks like a name of something and not like a word: `get_page`, `docs-eu`, acme.com, GitHub, v2. */
const isShaped = (text: string): boolean =>
  /[\p{L}\p{N}][-_./:@]+[\p{L}\p{N}]|\p{Ll}\p{Lu}|\p{L}\d|\d\p{L}/u.test(text);
const looksLikeName = (text: string): boolean => isNumber(text) || isShaped(text) || /^\p{Lu}/u.test(text);

/** "the billing agent": a name in lower case. */
const described = /(?<![\p{L}\p{N}_-])([\p{L}\p{N}_-]+) (?:agent|source|server|sandbox)\b/giu;

/** An address is only ever that of a source: a description may bring others, to be clicked on. */
const isAddress = (text: string): boolean =>
  /:\/\/|^www\.|^[\w-]+(?:\.[\w-]+)*\.\p{L}{2,}(?:[:/?#]|$)/iu.test(text);

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
  const addresses = Array.from(grounds.matchAll(/"base_url":"([^"]+)"/g), ([, url]) => url).join('\n');
  const lengths = new Set(results.flatMap((result) => lengthsIn(parsed(result))));
  const isGrounded = (term: string): boolean => {
    if (lengths.has(term)) return true;
    const whole = new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(term)}(?![\\p{L}\\p{N}_]|[.,]\\d)`, 'iu');
    return whole.test(isAddress(term) ? addresses : grounds);
  };
  const names = Array.from(answer.matchAll(marked), (match) => match.slice(1).find(Boolean)!.trim());
  const agents = Array.from(answer.matchAll(described), ([, name]) => name!);
  const words = [...wordsOf(answer).filter(looksLikeName), ...agents].filter(
    (word) => !ordinary.has(word.toLowerCase()),
  );
  const missing = [...names, ...words].find((term) => !isGrounded(asDigits(term)));
  return missing === undefined
    ? null
    : `The answer names \`${missing}\`, which no result has. Use names and numbers exactly as in the results.`;
};
