/** Control, format (zero width, bidi, tags), surrogate, private-use, line and paragraph separators. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: an ANSI sequence begins with the escape character.
const ansiSequence = /\u001b\[[0-?]*[ -/]*[@-~]/g;

/** True when every character of `text` is visible or an ordinary space. */
export const validText = (text: string): boolean => !invisible.test(text);

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
