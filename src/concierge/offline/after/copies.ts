import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { sourcesCalled } from '../sources-called.ts';
import { sandboxCalled, sandboxWord } from '../tokens/sandboxes.ts';

/** What may stand before a request without changing it. */
export const polite =
  '^(?:(?:please|pls|can|could|would|will|you|i|we|want|need|like|to|would|let us|lets|now|ok|okay|and|then|also|next|hey|just|go ahead|so|yes|first)[ ,]+)*';
export const plain = (text: string): string =>
  text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[.!?]+$/, '')
    .trim();

/** The source that a text names. */
export const namedIn = (text: string, { sources }: View): string | undefined =>
  sources.find(({ name }) => text.toLowerCase().includes(name.toLowerCase()))?.name ??
  sources.find(({ name }) => {
    const words = name.toLowerCase().split(/[^a-z0-9]+/);
    return words.some((word) => word.length > 3 && new RegExp(`\\b${word}\\b`).test(text.toLowerCase()));
  })?.name;

const copied = [
  new RegExp(
    `${polite}(?:copy|clone|duplicate|move) (?<source>.+?) (?:to|into|in|for|over to) (?<place>.+)$`,
  ),
  new RegExp(
    `${polite}(?:also|as well) (?:have |put |add |register |use )(?<source>[\\w -]+?) (?:in|into|to) (?<place>[\\w.-]+(?: ${sandboxWord})?)$`,
  ),
  new RegExp(
    `${polite}(?:have |put |add |register |use )?(?<source>[\\w -]+?) (?:in|into|to) (?<place>[\\w.-]+(?: ${sandboxWord})?) (?:too|as well|also)$`,
  ),
  /\bsame (?:as|like) (?<source>.+?) (?:but )?(?:for|in|into|to|on) (?<place>.+)$/,
  /\b(?:the )?same(?: (?:one|thing|server|source|again))?(?: again)? (?:for|in|into|to|on|goes to|in the) (?<place>.+)$/,
];

/** "copy Docs to dev with token [credential]": what it is given is no part of where it goes. */
const withCredential =
  /(?:[\s,;:=.-]+|\b(?:with|using|use|and|here|the|its|an?|my|new|bearer|api|access|token|key|secret|credential|is|it)\b)*\[credential\](?= |$)/;

const placeOf = (said: string, view: View): string | undefined => {
  const word = said
    .replace(/^(?:the|our|my) /, '')
    .replace(new RegExp(` ${sandboxWord}.*$`), '')
    .replace(/,? (?:please|too|as well|now|also)$/, '');
  return /\s|:\/\//.test(word) ? undefined : (sandboxCalled(word, view) ?? word);
};

/** "the same for Rates", which is a source. */
const isOnlySource = (said: string, { flow, sources, sandboxes }: View): boolean =>
  flow === null &&
  !sandboxes.includes(said) &&
  sources.some(({ name }) => name.toLowerCase() === said.toLowerCase());

const bareSource = (said: string): string => said.replace(/^(?:the|our|my) /, '');

const label =
  '(?:call|name|label|title)(?: (?:it|this|that))? |(?:called|named|labell?ed) |as |under (?:the (?:name|label) )?|with the (?:name|label) ';
const asks = '(?:(?:add|register|connect|put|take|use|create|set ?up|make|do|copy|clone|duplicate) )?';
const again = '(?: again| once more| a second time| twice)';
const end = `(?:(?:,|,? but|,? and)* (?:${label})["'\`]?(?<name>[^,;.!?"'\`]+?)["'\`]?)(?:,? (?:in|into|for) (?:the |my |our )?(?<place>[\\w.-]+)(?: ${sandboxWord})?)?$`;
/** "the same server as S1 but with another token and call it S9": what it is like, whether anybody knows it or not. */
const sameAs = new RegExp(
  `${polite}${asks}(?:the |an? |that |this )?same(?: (?:mcp )?(?:server|one|url|source|thing|address|endpoint))? (?:as|like) (?:the |our |my )?["'\`]?(?<source>\\S+?)["'\`]?(?:,? (?:but|and|with|only|just)\\b.*?)?${end}`,
  'i',
);
/** "the same server again, but call it HR2": a second one beside it, and no new label for it. */
const copiedAs = [
  new RegExp(
    `${polite}${asks}(?:the |that |this )?same(?: (?:mcp )?(?:server|one|url|source|thing|address|endpoint))?${again}?${end}`,
    'i',
  ),
  new RegExp(`${polite}${asks}(?<source>it|.+?)${again}${end}`, 'i'),
  new RegExp(`${polite}(?:copy|clone|duplicate) (?<source>.+?)${end}`, 'i'),
];

/** The same server in another sandbox, or under another label, asked for by the whole message. */
export const copyOf = (said: string, view: View): Command | null => {
  // While one registers, "the same for staging" is about that one.
  const isOpen = view.flow === 'register' && view.awaiting !== 'repair';
  const isMeant = (source: string | undefined): boolean => namedIn(source ?? '', view) !== undefined;
  const text = said.replace(withCredential, '');
  for (const pattern of copied) {
    const found = pattern.exec(text.toLowerCase())?.groups;
    const sandbox = found?.place === undefined ? undefined : placeOf(found.place, view);
    if (sandbox === undefined || isOnlySource(sandbox, view) || (isOpen && !isMeant(found?.source))) continue;
    const source = found?.source === undefined ? {} : { source: bareSource(found.source) };
    return { command: 'copy', ...source, sandbox };
  }
  const isName = (source: string): boolean =>
    sourcesCalled(source, view.sources).some((one) =>
      [one.name, one.namespace].some((known) => known.toLowerCase() === source.toLowerCase()),
    );
  const like = isOpen ? undefined : sameAs.exec(text)?.groups;
  if (like?.source !== undefined && like.name !== undefined)
    return { command: 'copy', source: like.source, name: like.name };
  for (const pattern of copiedAs) {
    const { source = 'it', name, place } = pattern.exec(text)?.groups ?? {};
    const isKnown = isName(bareSource(source));
    if (name === undefined || (isOpen && !isKnown) || (source !== 'it' && !isKnown)) continue;
    const sandbox = place === undefined ? undefined : placeOf(place, view);
    return { command: 'copy', source: bareSource(source), name, ...(sandbox !== undefined && { sandbox }) };
  }
  return null;
};
