import { numbers } from './words.ts';

/** A number in a line of words: which words it takes, from inclusive, to exclusive. */
export type Count = { value: number; from: number; to: number };

const isTen = (value: number): boolean => value >= 20 && value < 100;
/** "fifty-five" is two words to whoever counts. */
export const wordsOfCounts = (norm: string): string[] =>
  norm
    .replace(/(?<=(?:^| )[a-z]+ty)-(?=(?:one|two|three|four|five|six|seven|eight|nine)(?: |$))/g, ' ')
    .split(' ');

const digits = /^\d+(?:\.\d{1,2})?$/;
const plainValue = (word: string): number | undefined => {
  if (digits.test(word)) return Number(word);
  if (/^\d+k$/.test(word)) return Number(word.slice(0, -1)) * 1000;
  return numbers[word];
};
const scales: Record<string, number> = { dozen: 12, hundred: 100, thousand: 1000 };

/** May this word still belong to what was counted so far: "five" behind "twenty", "twenty" behind "hundred"? */
const goesOn = (word: string, before: string): boolean => {
  const [value = 0, last = 0] = [numbers[word], numbers[before]];
  if (word in scales || !(word in numbers)) return false;
  return before === 'hundred' || before === 'thousand' ? value < last : isTen(last) && value < 10;
};

/** The number that begins at this word: digits, or words such as "two hundred and five". */
export const countAt = (words: string[], from: number): Count | null => {
  let at = from;
  const half = words[at] === 'half' && words[at + 1] === 'a' && words[at + 2] === 'dozen';
  if (half) return { value: 6, from, to: from + 3 };
  if (words[at] === 'a' && words[at + 1]! in scales) at += 1;
  const first = plainValue(words[at] ?? '');
  if (first === undefined) return null;
  let [total, current] = [0, first];
  for (at += 1; at < words.length; at++) {
    const word = words[at]!;
    const joined = word === 'and' && /^(?:hundred|thousand)$/.test(words[at - 1]!);
    const said = joined ? words[at + 1]! : word;
    const before = words[at - 1]!;
    // "1 000"
    if (/^\d{3}$/.test(word) && /^\d{1,3}$/.test(before) && before !== '0')
      current = current * 1000 + Number(word);
    else if (word in scales && current < (word === 'dozen' ? 100 : scales[word]!)) current *= scales[word]!;
    else if (goesOn(said, before)) {
      if (before === 'thousand') [total, current] = [current, 0];
      current += numbers[said]!;
      if (joined) at += 1;
    } else break;
  }
  return { value: total + current, from, to: at };
};

/** All the numbers of a line, in the order said. */
export const countsIn = (words: string[]): Count[] => {
  const found: Count[] = [];
  for (let at = 0; at < words.length; ) {
    const count = countAt(words, at);
    if (count !== null) found.push(count);
    at = count?.to ?? at + 1;
  }
  return found;
};
