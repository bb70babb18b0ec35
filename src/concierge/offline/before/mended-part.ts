import type { View } from '../../interpreter.ts';

const opening =
  "^(?:(?:oops|ups|sorry|argh|oh|no|wait|hm+|actually|but|and|ah|damn|typo)[\\s,.:;!–-]+)*(?:(?:it|that|the (?:url|address|path|port|host|scheme|protocol))(?:['’]?s| is| was| should be| should have been| must be)?\\s+|(?:i|we) meant\\s+|make (?:it|that)\\s+|use\\s+|should be\\s+)?";
const part = '["\'`]?(?<P>[\\w./:-]+?)["\'`]?';
const one = (name: string): string => part.replace('P', name);
const forms = [
  new RegExp(
    `${opening}${one('right')},?\\s+(?:and\\s+)?(?:not|instead of|rather than)\\s+${one('wrong')}[.!\\s]*$`,
    'i',
  ),
  new RegExp(`${opening}not\\s+${one('wrong')},?\\s+but\\s+${one('right')}[.!\\s]*$`, 'i'),
];

/** Where a part of an address stands whole, and once. */
const placeOf = (url: string, wrong: string): number | null => {
  const at = url.toLowerCase().indexOf(wrong.toLowerCase());
  const isOnce = at !== -1 && url.toLowerCase().indexOf(wrong.toLowerCase(), at + 1) === -1;
  const [before = '', after = ''] = [url[at - 1], url[at + wrong.length]];
  const isWhole = (wrong.startsWith('/') || !/\w/.test(before)) && !/\w/.test(after);
  return isOnce && isWhole ? at : null;
};

/** "it's /mcp, not /mpc", "http not https": a part of the address that is open, put right; null where none is. */
const mended = (text: string, url: string): string | null => {
  const { right, wrong } =
    forms.map((form) => form.exec(text.trim())).find((match) => match !== null)?.groups ?? {};
  if (right === undefined || wrong === undefined || right === wrong) return null;
  const isScheme = /^https?$/i.test(wrong) && /^https?$/i.test(right);
  if (isScheme)
    return url.startsWith(`${wrong.toLowerCase()}://`) ? url.replace(/^https?/, right.toLowerCase()) : null;
  if (!/[/.:\d]/.test(right + wrong) || right.includes('://')) return null;
  const at = placeOf(url, wrong);
  return at === null ? null : url.slice(0, at) + right + url.slice(at + wrong.length);
};

/** A message that puts a part of the open address right, with the whole address in its place. */
export const withMendedPart = (text: string, view: View): string => {
  const { flow, awaiting, slots } = view;
  const isOpen = (flow === 'register' || flow === 'update') && slots.base_url !== undefined;
  if (!isOpen || view.secret_input || awaiting === 'name') return text;
  const url = mended(text, slots.base_url!);
  return url === null ? text : `the url is ${url}`;
};
