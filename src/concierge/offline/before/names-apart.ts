import { findUrls } from '../tokens/urls.ts';

const naming =
  /[,.;]?\s*(?:(?:and|please|then)\s+)*(?:(?:call|name|label|title)\s+(?:them|both|these|the (?:two|three))|(?:named|called|labelled|labeled))\s+(?<names>\S.*?)(?:,?\s+respectively)?[.!\s]*$/is;
const joint = /^\s*(?:,|and|&|\+|,\s*and|plus)\s*$/i;
const between = /\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+/;

/** "add A and B, both without auth, call them X and Y": each address with its own label, in the order said. */
export const withNamesApart = (text: string): string => {
  const urls = findUrls(text);
  const [first, last] = [urls[0], urls.at(-1)];
  if (first === undefined || last === undefined || urls.length < 2) return text;
  const tail = text.slice(last.end);
  const match = naming.exec(tail);
  const names = match?.groups?.names?.split(between) ?? [];
  const isListed = urls.slice(1).every(({ start }, at) => joint.test(text.slice(urls[at]!.end, start)));
  if (match === null || !isListed || names.length !== urls.length || names.includes('')) return text;
  const facts = tail.slice(0, match.index).replace(/\b(?:both|each|all(?: of them)?|the two)\s+/gi, '');
  return urls
    .map(
      ({ value }, at) =>
        `${at === 0 ? text.slice(0, first.start) : 'Add '}${value}${facts}, call it ${names[at]}`,
    )
    .join('. ');
};
