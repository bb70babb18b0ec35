/** Control, format (zero width, bidi, tags), surrogate, private-use, line and paragraph separators. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: an ANSI sequence begins with the escape character.
const ansiSequence = /\u001b\[[0-?]*[ -/]*[@-~]/g;

/** True when every character of `text` is visible or an ordinary space. */
export const validText = (text: string): boolean => !invisible.test(text);

/** At most so many characters, cut between words where it can be; what is missing shows as an ellipsis. */
export const shortened = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const space = text.slice(0, most).search(/\s\S*$/);
  const cut = space > 0 ? text.slice(0, space) : text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut.trimEnd()}…`;
};

/**
 * Text of other people made safe to show: ANSI sequences and invisible characters are removed,
 * line breaks and tabs stay (rule P2).
 */
export const visibleText = (text: string): string =>
  text
    .replace(ansiSequence, '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, (character) =>
      character === '\n' || character === '\t' ? character : '',
    );
