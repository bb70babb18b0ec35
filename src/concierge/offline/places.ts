import type { Command, Request } from '../commands.ts';
import type { View } from '../interpreter.ts';
import { readPasted } from './pasted.ts';

/** What may stand before a request without changing it. */
const polite =
  '^(?:(?:please|pls|can|could|would|will|you|i|we|want|need|like|to|would|let us|lets|now|ok|okay|and|then|also|next|hey|just|go ahead|so|yes|first)[ ,]+)*';
const sandboxWord = '(?:sandbox|environment|env|workspace)';
const created = new RegExp(
  `${polite}(?:create|make|add|set ?up|spin up|open|start|(?:need|want)(?= a| another| one)) (?:me |us )?(?:an? |another |one |the )?(?:new )?(?:(?<before>[\\w-]+) )?${sandboxWord}(?: (?:called|named|with (?:the )?name|for))?(?: ["'\`]?(?<after>[\\w.-]+)["'\`]?)?(?:,? please| for me| now)*$`,
);
const copied = [
  new RegExp(`${polite}(?:copy|clone|duplicate) (?<source>.+?) (?:to|into|in|for|over to) (?<place>.+)$`),
  new RegExp(
    `${polite}(?:have |put |add |register |use )?(?<source>[\\w -]+?) (?:in|into|to) (?<place>[\\w.-]+(?: ${sandboxWord})?) (?:too|as well|also)$`,
  ),
  /\bsame (?:as|like) (?<source>.+?) (?:but )?(?:for|in|into|to|on) (?<place>.+)$/,
  /\b(?:the )?same(?: (?:one|thing|server|source|again))?(?: again)? (?:for|in|into|to|on|goes to|in the) (?<place>.+)$/,
];

const plain = (text: string): string =>
  text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[.!?]+$/, '')
    .trim();

/** A known sandbox that is said, whole or by its beginning ("prod" for "production"). */
const knownSandbox = (word: string, { sandboxes }: View): string | undefined => {
  const wanted = word.toLowerCase();
  return (
    sandboxes.find((name) => name.toLowerCase() === wanted) ??
    sandboxes.find((name) => wanted.length >= 3 && name.toLowerCase().startsWith(wanted)) ??
    sandboxes.find((name) => name.length >= 3 && wanted.startsWith(name.toLowerCase()))
  );
};

const placeOf = (said: string, view: View): string | undefined => {
  const word = said
    .replace(/^(?:the|our|my) /, '')
    .replace(new RegExp(` ${sandboxWord}.*$`), '')
    .replace(/,? (?:please|too|as well|now|also)$/, '');
  return /\s/.test(word) ? undefined : (knownSandbox(word, view) ?? word);
};

const bareSource = (said: string): string => said.replace(/^(?:the|our|my) /, '');

/** A sandbox or a copy in another one, asked for by the whole message. */
const ofSandbox = (text: string, view: View): Command | null => {
  const said = plain(text);
  const lower = said.toLowerCase();
  const make = created.exec(lower);
  if (make?.groups) {
    const { before, after } = make.groups;
    const name = after ?? (/^(?:new|second|own|separate|different)$/.test(before ?? '') ? undefined : before);
    return {
      command: 'create_sandbox',
      ...(name && { name: said.slice(lower.indexOf(name)).slice(0, name.length) }),
    };
  }
  if (view.flow === 'register' && view.awaiting !== 'repair') return null;
  for (const pattern of copied) {
    const found = pattern.exec(lower)?.groups;
    const sandbox = found?.place === undefined ? undefined : placeOf(found.place, view);
    if (sandbox === undefined) continue;
    const source = found?.source === undefined ? {} : { source: bareSource(found.source) };
    return { command: 'copy', ...source, sandbox };
  }
  return null;
};

const inSandbox = new RegExp(
  `\\b(?:in|of|from|for|at|inside|within) (?:the |our |my )?(?<name>[\\w.-]+)(?: ${sandboxWord})?\\b`,
  'g',
);
const sourcesIn = (text: string, { sources }: View): string | undefined =>
  sources.find(({ name }) => text.toLowerCase().includes(name.toLowerCase()))?.name ??
  sources.find(({ name }) => {
    const words = name.toLowerCase().split(/[^a-z0-9]+/);
    return words.some((word) => word.length > 3 && new RegExp(`\\b${word}\\b`).test(text.toLowerCase()));
  })?.name;

/** What of a source is to change, when a request to change it says no value. */
const changed = [
  ['name', /\b(?:rename|name|label|title)\b/i],
  ['base_url', /\b(?:url|address|endpoint|host)\b/i],
  ['auth_kind', /\b(?:auth\w*|scheme)\b/i],
  ['rate_cap_per_minute', /\b(?:rate|cap|throttle|calls)\b/i],
  ['allowed_tools', /\btools?\b/i],
] as const;

const hasNoValue = (command: Command): boolean =>
  Object.keys(command).every((field) => field === 'command' || field === 'source');
const pointing = /\b(?:it|its|that one|this one)\b/i;
const mayPoint = new Set<Command['command']>(['test', 'pause', 'resume', 'revoke', 'update', 'show_source']);

/** A command of a message with the sandbox, the source or the field that the message names beside it. */
const placed = (command: Command, text: string, view: View): Command => {
  if (command.command === 'clarify')
    return { ...command, readings: command.readings.map((one) => placed(one, text, view) as Request) };
  if (command.command === 'list_sources' || command.command === 'list_agents') {
    const named = [...text.toLowerCase().matchAll(inSandbox)].map(({ groups }) =>
      view.sandboxes.find((name) => name.toLowerCase() === groups?.name),
    );
    const sandbox = named.find(Boolean);
    return sandbox === undefined ? command : { ...command, sandbox };
  }
  if (command.command === 'list_sandboxes') {
    const source = sourcesIn(text, view);
    return source === undefined ? command : { ...command, source };
  }
  const isLoose = !('source' in command) && view.flow !== 'register' && mayPoint.has(command.command);
  const found: Command =
    isLoose && pointing.test(text) && !('all' in command)
      ? ({ ...command, source: 'it' } as Command)
      : command;
  if (found.command !== 'update' || !hasNoValue(found)) return found;
  const what = changed.find(([, word]) => word.test(text))?.[0];
  return what === undefined ? found : { ...found, what };
};

const changeOf = new RegExp(
  `${polite}(?:change|update|edit|fix|correct|set|move|replace|limit|restrict) (?:the )?(?<what>url|address|endpoint|auth\\w*|scheme|rate|rate cap|cap|rate limit|tools|name|label) (?:of|for) (?:the |my |our )?(?<source>.+)$`,
  'i',
);

/** "Change the URL of Docs": what is to change, of which source, before anything else is said. */
const changeWithoutValue = (text: string): Command | null => {
  const { what = '', source } = changeOf.exec(plain(text))?.groups ?? {};
  const field = changed.find(([, word]) => word.test(what))?.[0];
  if (source === undefined || field === undefined || /\s(?:to|at|as)\s/.test(source)) return null;
  return { command: 'update', source, what: field };
};

const whyGone =
  /\bwhy (?:was|is|has|did) (?:the |my |our )?(?<source>.+?) (?:been |get )?(?:revoked|removed|gone|disconnected|deleted|disappear\w*)\b/i;
const again = /^(?:please |ok |now )*(?:try|check|test) (?:it )?(?:again|once more)|^retry/i;

/** What was not understood otherwise: why something revoked is gone, and "try again" after a failed check. */
const lastResort = (text: string, view: View): Command | null => {
  const source = whyGone.exec(plain(text))?.groups?.source;
  if (source !== undefined) return { command: 'why', source };
  const change = changeWithoutValue(text);
  if (change !== null) return change;
  return view.flow === null && again.test(plain(text)) ? { command: 'test', source: 'it' } : null;
};

const suggested = 'fix:suggested_url';
const agrees =
  /^(?:yes|yep|yeah|y|ok|okay|sure|please|go|do|try|use)\b(?!.*\b(?:again|retry|token|key|credential|same)\b)/i;

/** Entries of a configuration that start a local program, by their names. */
const localPrograms = (text: string): string[] =>
  [...text.matchAll(/"([^"]+)"\s*:\s*\{[^{}]*"command"\s*:/g)].map(([, name = '']) => name.slice(0, 200));

/** A program that is started on a machine is no address: it is said how it becomes one, beside what can be taken. */
const withLocalPrograms = (text: string, commands: Command[]): Command[] => {
  if (!readPasted(text).localCommand) return commands;
  const names = localPrograms(text);
  const told: Command = { command: 'help', topic: 'stdio', ...(names.length > 0 && { names }) };
  return [told, ...commands.filter(({ command }) => command !== 'out_of_scope')];
};

/** The commands of a message once its places are read: sandboxes by name, copies, local programs, what "it" is. */
export const withPlaces = (text: string, view: View, read: Command[]): Command[] => {
  const own = ofSandbox(text, view);
  if (own !== null) return [own];
  const offers = view.options.some(({ id }) => id === suggested);
  if (offers && agrees.test(text.trim())) return [{ command: 'choose', option: suggested }];
  // Asked whether `Authorization` carries a bearer token, a no is about that and not about authentication.
  const offersHeader = view.options.some(({ label }) => label.startsWith('Custom header '));
  if (offersHeader && /^(?:no|nope|nah|n|no thanks?)[.!]*$/i.test(text.trim())) return [{ command: 'deny' }];
  const commands = withLocalPrograms(text, read);
  const unread = commands.every(({ command }) => command === 'unclear');
  const rest = unread ? lastResort(text, view) : null;
  return rest === null ? commands.map((command) => placed(command, text, view)) : [rest];
};
