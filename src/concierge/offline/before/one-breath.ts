const amount =
  '\\d[\\d,]*(?: ?(?:calls?|requests?))?(?: (?:per|a|an|every|each) (?:minute|min|hour|second)| ?\\/ ?min)?';
const takesBack =
  '(?:(?:oh|ah|no|nope|sorry|wait|actually|oops|hmm|i mean|i meant|make (?:it|that)|rather)[,.! ]*)+';
const corrected = new RegExp(
  `(?<first>${amount})\\s*[.!]+\\s+${takesBack}\\s(?<last>${amount})\\s*[.!]?\\s*$`,
  'i',
);

/** "cap Docs at 5. No wait, 50": a number that the next sentence takes back is taken back in the same one. */
export const inOneBreath = (text: string): string => text.replace(corrected, '$<first>, no, $<last>');
