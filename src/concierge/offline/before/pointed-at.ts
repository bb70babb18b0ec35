import type { TranscriptEntry } from '../../../domain/conversation.ts';
import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { findUrls } from '../tokens/urls.ts';

/** "the one I just added", whatever was spoken of since. */
const justAdded =
  /\bthe (?:one|server|source) (?:(?:that|which) )?(?:i|we) (?:(?:have|had)? ?just )?(?:added|registered|connected|set up|plugged in)(?: (?:just now|a moment ago|before|last))?\b/i;
/** "the one we paused", "the broken one": by its state. */
const oneInState = [
  [
    'paused',
    /\bthe (?:paused (?:one|server|source)|(?:one|server|source) (?:(?:that|which) )?(?:(?:i|we|you) (?:(?:have|had)? ?just )?paused|is paused|is on hold))\b/i,
  ],
  [
    'error',
    /\bthe (?:(?:broken|failing|failed|faulty) (?:one|server|source)|(?:one|server|source) (?:that|which) (?:is (?:broken|failing|down)|fails|failed))\b/i,
  ],
] as const;
/** What a registration is answered with. */
const registered = /^(?<name>.+?) (?:is registered and active|did not pass its check)/m;
const wrong = '(?:wrong|incorrect|mistyped|misspelled|not right|not correct|off)';
const thing = '(?:url|address|endpoint|link)';
const instead =
  "(?:(?:i|we) meant?|(?:it|that|the url|the address) (?:is|was|must be|should be|should have been|should read)|it['’]?s|should have been|should be|must be|use)";
const opening = '^(?:(?:and|oops|ups|sorry|argh|hm+|oh|no|also|but|wait),? )*';
/** "its address is wrong, I meant URL", "Climate's url should have been URL"; without a name of what is spoken of. */
const wrongAddress = [
  new RegExp(
    `${opening}(?:(?:its|the|that|my) )?${thing} (?:is |was )?${wrong}(?: too)?[,.;:!–-]* ?(?:${instead}):? $`,
    'i',
  ),
  new RegExp(
    `${opening}(?<name>\\S.*?)['’]s? ${thing} (?:is|was) ${wrong}(?: too)?[,.;:!–-]* ?(?:${instead}):? $`,
    'i',
  ),
  new RegExp(`${opening}(?<name>\\S.*?)['’]s? ${thing} (?:should|must) (?:be|have been|read):? $`, 'i'),
  new RegExp(
    `${opening}(?:the )?${thing} of (?<name>\\S.*?) (?:is|was) ${wrong}(?: too)?[,.;:!–-]* ?(?:${instead}):? $`,
    'i',
  ),
  new RegExp(`${opening}wrong ${thing}[,.;:!–-]* ?(?:${instead}):? $`, 'i'),
  new RegExp(`${opening}(?:its|the) ${thing} (?:should|must) (?:be|have been|read):? $`, 'i'),
];

/** What a message says is wrong with an address, as the request to change it; the message itself where it says no such thing. */
const asChange = (text: string, { sources }: View): string => {
  const [url, ...others] = findUrls(text);
  if (url === undefined || others.length > 0 || sources.length === 0) return text;
  if (!/^[\s.!]*$/.test(text.slice(url.end))) return text;
  const before = text.slice(0, url.start);
  const found = wrongAddress.map((pattern) => pattern.exec(before)).find((match) => match !== null);
  if (found === undefined) return text;
  const name = found.groups?.name;
  const what = name === undefined ? 'its url' : `the url of ${name}`;
  return `change ${what} to ${text.slice(url.start, url.end)}`;
};

/** A message about what was done just before, with its turns of phrase made plain; only where nothing is open. */
export const withPointedAt = (text: string, view: View, recent: readonly TranscriptEntry[]): string => {
  if (view.flow !== null || view.awaiting !== null) return text;
  const said = oneInState.reduce(
    (changed, [state, pattern]) => {
      const [only, ...more] = view.sources.filter(({ status }) => status === state);
      return only !== undefined && more.length === 0 ? changed.replace(pattern, only.name) : changed;
    },
    asChange(text.trim(), view),
  );
  const added = recent
    .filter(({ role }) => role === 'concierge')
    .map((entry) => registered.exec(entry.text)?.groups?.name)
    .findLast((name) => name !== undefined);
  // One of that name in another sandbox may be the one.
  const isKnown = view.sources.filter(({ name }) => name === added).length === 1;
  return added !== undefined && isKnown ? said.replace(justAdded, added) : said;
};

/** "revoke the paused one", where none is: that is the answer, and no other one is meant. */
export const noneInState = (text: string, { flow, awaiting, sources }: View): Command[] | null => {
  if (flow !== null || awaiting !== null || sources.length === 0) return null;
  const status = oneInState.find(([, pattern]) => pattern.test(text))?.[0];
  return status === undefined || sources.some((source) => source.status === status)
    ? null
    : [{ command: 'list_sources', status }];
};
