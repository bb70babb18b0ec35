import { linkifyit } from 'linkify-it';

export type Span = { start: number; end: number; value: string };

/** `word:/` or `word://` and what follows: taken as the user wrote it, whether it is usable or not. */
const explicit = /\b(?:[a-z][a-z0-9+.-]{1,15}:\/{1,3}|https?;?\/\/)[^\s<>"'`|,;—…]*/gi;
/** Hosts that are no public name: localhost, an IPv4 address, a single label with a port. */
const local =
  /(?<![\w@./:-])(?:localhost(?::\d{1,5})?|(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?|[a-z][a-z0-9.-]*:\d{1,5}(?=\/|\s|$))(?:\/[^\s<>"'`|,;]*)?/gi;
const markdownLink = /\[([^[\]\n]*)\]\(\s*(\S+?)\s*\)/g;
/** Two labels that end like this are a file, not a host. */
const fileName = /^[\w-]+\.(?:js|ts|py|md|rs|rb|sh|cs|go|env|py)$/i;

const linkify = linkifyit({ fuzzyLink: true, fuzzyEmail: false, fuzzyIP: true }).tlds(
  'internal local localhost lan corp dev app ai io cloud tech svc intranet test example home invalid'.split(
    ' ',
  ),
  true,
);

const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' };
const count = (text: string, character: string): number => text.split(character).length - 1;

/** Punctuation after an address belongs to the sentence, unless it closes a bracket of the address itself. */
const withoutTrailingPunctuation = (raw: string): string => {
  let text = raw;
  for (;;) {
    const last = text.at(-1) ?? '';
    const opening = pairs[last];
    const unbalanced = opening !== undefined && count(text, last) > count(text, opening);
    if (!unbalanced && !/[.,;:!?*_~'"`]/.test(last)) return text;
    text = text.slice(0, -1);
  }
};

/** Every address in `text`, in order, verbatim; for a Markdown link the span covers the whole link. */
export const findUrls = (text: string): Span[] => {
  const spans: Span[] = [];
  const add = (start: number, raw: string, value = withoutTrailingPunctuation(raw)) => {
    const end = start + (value === '' || !raw.startsWith(value) ? raw.length : value.length);
    if (value === '' || spans.some((span) => start < span.end && end > span.start)) return;
    spans.push({ start, end, value });
  };
  for (const match of text.matchAll(markdownLink))
    add(match.index, match[0], match[2]!.replace(/^<|>$/g, ''));
  for (const match of text.matchAll(explicit)) add(match.index, match[0]);
  for (const match of text.matchAll(local)) add(match.index, match[0]);
  for (const match of linkify.match(text) ?? []) if (!fileName.test(match.raw)) add(match.index, match.raw);
  return spans.sort((one, other) => one.start - other.start);
};
