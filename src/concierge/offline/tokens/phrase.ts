import { everywhere, normalWord, pattern } from '../vocabulary/lexicon.ts';
import { asides } from '../vocabulary/words.ts';
import { findUrls, type Span } from './urls.ts';

export type TokenKind =
  | 'word'
  | 'url'
  | 'secret'
  | 'quoted'
  | 'header'
  | 'tool'
  | 'name'
  | 'source'
  | 'agent'
  | 'sandbox'
  | 'comma'
  | 'stop'
  | 'mark';

/** A word or a thing. `raw` is what it stands for as the user wrote it, `norm` what patterns see. */
export type Token = { kind: TokenKind; raw: string; norm: string; start: number; end: number };

/** A run of tokens with the one-line form that patterns match; `starts[i]` is where token i begins in `norm`. */
export type Phrase = { text: string; tokens: Token[]; norm: string; starts: number[] };

export const phraseOf = (text: string, tokens: Token[]): Phrase => {
  const starts: number[] = [];
  let norm = '';
  for (const token of tokens) {
    if (norm !== '') norm += ' ';
    starts.push(norm.length);
    norm += token.norm;
  }
  return { text, tokens, norm, starts };
};

/** The tokens that a match, or its group of that name, covers: from inclusive, to exclusive. */
export const rangeOf = (phrase: Phrase, match: RegExpExecArray, group?: string): [number, number] => {
  const [start, end] = (group === undefined ? match.indices![0] : match.indices!.groups![group]) ?? [0, 0];
  const from = phrase.starts.findLastIndex((at) => at <= start);
  const to = phrase.starts.findIndex((at) => at >= end);
  return [from, to === -1 ? phrase.tokens.length : to];
};

/** The user's own text from one token to another, with its case and inner punctuation. */
export const rawOf = (phrase: Phrase, from: number, to: number): string => {
  const tokens = phrase.tokens.slice(from, to);
  if (tokens.length === 1) return tokens[0]!.raw;
  return tokens.length === 0 ? '' : phrase.text.slice(tokens[0]!.start, tokens.at(-1)!.end).trim();
};

/** The phrase with a run of tokens replaced by one tagged token. */
export const tagged = (
  phrase: Phrase,
  [from, to]: [number, number],
  kind: TokenKind,
  raw: string,
): Phrase => {
  const { start } = phrase.tokens[from]!;
  const { end } = phrase.tokens[to - 1]!;
  const token: Token = { kind, raw, norm: kind.toUpperCase(), start, end };
  return phraseOf(phrase.text, [...phrase.tokens.slice(0, from), token, ...phrase.tokens.slice(to)]);
};

const quotes = /"([^"\n]+)"|“([^”\n]+)”|«([^»\n]+)»|`([^`\n]+)`|(?<![\w'])'([^'\n]+)'(?![\w'])/g;
const secret = /\[credential\]/g;
/** "1,000" is one number. */
const thousands = /^\d{1,3}(?:[,'’]\d{3})+$/;
/** "2,5" is how many write 2.5. */
const decimal = /^\d+,\d{1,2}$/;
const wordOrMark =
  /\d{1,3}(?:[,'’]\d{3})+(?![\p{L}\p{N}_]|,\d)|\d+,\d{1,2}(?![\p{L}\p{N}_,])|[\p{L}\p{N}_$#@&+%*\\][\p{L}\p{M}\p{N}_$#@&+%*\\'’./-]*|\n+|[^\s]/gu;
const headerName =
  /^x-[a-z0-9]+(?:-[a-z0-9]+)*$|^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*-(?:key|token|auth|secret|authorization)$/i;
const toolName = /^[a-z][a-z0-9]*(?:[-_]+[a-z0-9]+)*_[\w-]*[a-z0-9]$|^[a-z]+(?:[A-Z][a-z0-9]+)+$/;

/** Marks as people dictate them; a word alone may mean itself. */
const dictated: Record<string, string> = { dash: '-', hyphen: '-', dot: '.', slash: '/', underscore: '_' };
const spoken = / (dash|hyphen|dot|slash|underscore) /gi;
const dictatedName = /\b\w+(?: (?:dash|hyphen|dot|slash|underscore) \w+){2,}/gi;
/** Hesitations, and the flags of a command line. */
const hesitation = /(?<=^|\s)(?:[Uu]h+m*|[Uu]m+|[Ee]rm+|[Hh]m+)[,.…]*\s+(?=\w)|(?<=\w) -[a-z]{1,3}(?= )/g;
/** Names of our fields as configuration spells them. */
const fieldName = /\b(?:auth_(?=header)|base_(?=url))|(?<=\bauth)_(?:kind|type|scheme)\b/gi;

const tidy = (text: string): string =>
  text
    .replace(hesitation, '')
    .replace(dictatedName, (name) => name.replace(spoken, (_, mark: string) => dictated[mark.toLowerCase()]!))
    .replace(fieldName, '')
    .replace(/\bbearer_token\b/gi, 'bearer token')
    .replace(/\ballowed_tools\b/gi, 'only tools')
    .replace(/(\d|calls?|requests?)\/(?=(?:s|sec|m|min|h|hour|minute|second)s?\b)/gi, '$1 per ')
    .replace(/[\ufe0f\u20e3]/g, '')
    .replace(/[-=]>/g, 'to')
    .replace(/(?<=\w,?) n (?=\w)/g, ' and ')
    .replace(/[‘’ʼ´]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[\u00a0\u2007\u202f\t]/g, ' ')
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '');

const kindOfWord = (raw: string): TokenKind =>
  headerName.test(raw) &&
  !/^(?:api|access|bearer|auth|custom|no|non|secret)-(?:key|token|auth|secret)$/.test(raw)
    ? 'header'
    : toolName.test(raw)
      ? 'tool'
      : 'word';

const markKinds: Record<string, TokenKind> = {
  '.': 'stop',
  '!': 'stop',
  ';': 'stop',
  '\n': 'stop',
  '?': 'stop',
  ',': 'comma',
  '-': 'comma',
  '–': 'comma',
  '—': 'comma',
  '/': 'comma',
  '|': 'comma',
  '(': 'comma',
  ')': 'comma',
  '…': 'comma',
  '>': 'comma',
};

const wordTokens = (text: string, from: number, to: number): Token[] => {
  const tokens: Token[] = [];
  for (const match of text.slice(from, to).matchAll(wordOrMark)) {
    const start = from + match.index;
    const trimmed = match[0].replace(/[.'/*-]+$/, '') || match[0];
    const end = start + trimmed.length;
    if (/^[\p{L}\p{N}_$#@&+%*\\]/u.test(trimmed)) {
      const kind = kindOfWord(trimmed);
      tokens.push({
        kind,
        raw: trimmed,
        norm:
          kind !== 'word'
            ? kind.toUpperCase()
            : normalWord(
                thousands.test(trimmed)
                  ? trimmed.replace(/\D/g, '')
                  : decimal.test(trimmed)
                    ? trimmed.replace(',', '.')
                    : trimmed,
              ),
        start,
        end,
      });
      const rest = match[0].slice(trimmed.length);
      if (rest.includes('.'))
        tokens.push({ kind: 'stop', raw: '.', norm: '.', start: end, end: end + rest.length });
    } else {
      const mark = [...trimmed][0]!;
      tokens.push({
        kind: markKinds[mark] ?? 'mark',
        raw: mark,
        norm: mark === '\n' ? '.' : mark,
        start,
        end,
      });
    }
  }
  return tokens;
};

const thing = ({ start, end, value }: Span, kind: TokenKind): Token => ({
  kind,
  raw: value,
  norm: kind.toUpperCase(),
  start,
  end,
});

/** A message as tokens: addresses, quoted names, header and tool names are single things, the rest is words and marks. */
export const tokenise = (message: string): Phrase => {
  const text = tidy(message);
  const things: Token[] = findUrls(text).map((span) => thing(span, 'url'));
  const free = (start: number, end: number) =>
    things.every((other) => end <= other.start || start >= other.end);
  for (const match of text.matchAll(secret))
    if (free(match.index, match.index + match[0].length))
      things.push(
        thing({ start: match.index, end: match.index + match[0].length, value: match[0] }, 'secret'),
      );
  for (const match of text.matchAll(quotes)) {
    const value = match
      .slice(1)
      .find((group) => group !== undefined)!
      .trim();
    const span = { start: match.index, end: match.index + match[0].length, value };
    const kind = kindOfWord(value);
    if (value !== '' && free(span.start, span.end))
      things.push(thing(span, kind === 'word' ? 'quoted' : kind));
  }
  things.sort((one, other) => one.start - other.start);
  const tokens: Token[] = [];
  let at = 0;
  for (const token of things) {
    tokens.push(...wordTokens(text, at, token.start), token);
    at = token.end;
  }
  tokens.push(...wordTokens(text, at, text.length));
  return withoutAsides(phraseOf(text, tokens));
};

const aside = everywhere(
  pattern(
    `(?<![^ ])(?:${asides
      .trim()
      .split(/\s*[|\n]\s*/)
      .join('|')})(?![^ ])`,
  ),
);
/** "as far as I know", "by the way": left out, unless nothing else is said. */
const withoutAsides = (phrase: Phrase): Phrase => {
  const spans = [...phrase.norm.matchAll(aside)].map(
    ({ index, 0: said }) => [index, index + said.length] as const,
  );
  const kept = phrase.tokens.filter(
    (_, at) => !spans.some(([from, to]) => phrase.starts[at]! >= from && phrase.starts[at]! < to),
  );
  return spans.length === 0 || kept.every(({ kind }) => kind === 'comma' || kind === 'stop')
    ? phrase
    : phraseOf(phrase.text, kept);
};
