import type { Command, Request } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { doneNow, isForALookout } from '../clause/later.ts';
import { sandboxWord } from '../tokens/sandboxes.ts';
import { allowlisted, ofSecret, whoSees, withDestroyed, withNewAgent } from './beyond.ts';
import { copyOf, namedIn, plain, polite } from './copies.ts';

const created = new RegExp(
  `${polite}(?:(?:create|make|add|set ?up|spin up|open|start|(?:need|want)(?= a| another| one)) (?:me |us )?(?:an? |another |one |the )?(?:new )?|(?:a )?new )(?:(?<before>[\\w-]+) )?${sandboxWord}(?: (?:called|named|with (?:the )?name|for))?(?: ["'\`]?(?<after>[\\w.-]+)["'\`]?)?(?:,? please| for me| now)*$`,
);
/** A new sandbox, asked for by the whole text. */
export const sandboxAsked = (text: string): Extract<Command, { command: 'create_sandbox' }> | null => {
  const said = plain(text);
  const lower = said.toLowerCase();
  const make = created.exec(lower);
  if (!make?.groups) return null;
  const { before, after } = make.groups;
  const name = after ?? (/^(?:new|second|own|separate|different)$/.test(before ?? '') ? undefined : before);
  return {
    command: 'create_sandbox',
    ...(name && { name: said.slice(lower.indexOf(name)).slice(0, name.length) }),
  };
};

const inSandbox = new RegExp(
  `\\b(?:in|into|of|from|for|at|inside|within) (?:the |our |my )?(?<name>[\\w.-]+)(?: ${sandboxWord})?\\b`,
  'g',
);
const otherOne =
  /\b(?:the (?:other|first|second|third|fourth|fifth|last|next)|another|one of (?:them|these|those))(?: one| source| server)?\b/i;
/** These are about the source spoken of last, where none is named. */
const followsOn = /^(?:update|show_source)$/;
const pointing = /\b(?:it|its|that one|this one)\b/i;
const mayPoint = new Set<Command['command']>(['test', 'pause', 'resume', 'revoke', 'update', 'show_source']);

/** A command of a message with the sandbox or the source that the message names beside it. */
const placed = (command: Command, text: string, view: View): Command => {
  if (command.command === 'clarify')
    return { ...command, readings: command.readings.map((one) => placed(one, text, view) as Request) };
  if (command.command === 'out_of_scope' && command.kind === 'destructive')
    return withDestroyed(command, text, view);
  if (command.command === 'help' && command.topic === 'agents') return withNewAgent(command, text, view);
  if (command.command === 'list_sources' || command.command === 'list_agents') {
    const named = [...text.toLowerCase().matchAll(inSandbox)].map(({ groups }) =>
      view.sandboxes.find((name) => name.toLowerCase() === groups?.name),
    );
    const sandbox = named.find(Boolean);
    return sandbox === undefined ? command : { ...command, sandbox };
  }
  if (command.command === 'list_sandboxes') {
    const source = namedIn(text, view);
    return source === undefined ? command : { ...command, source };
  }
  // Which one that is, nobody can tell; it is not the one that was spoken of last.
  const other = followsOn.test(command.command) && view.flow === null ? otherOne.exec(text)?.[0] : undefined;
  if (other !== undefined && !('source' in command)) return { ...command, source: other } as Command;
  const isLoose = !('source' in command) && view.flow !== 'register' && mayPoint.has(command.command);
  return isLoose && pointing.test(text) && !('all' in command)
    ? ({ ...command, source: 'it' } as Command)
    : command;
};

const inAll = new RegExp(
  `\\b(?:all|both|every|each|any|across(?: all)?) (?:of )?(?:the |my |our )?(?:${sandboxWord}s?|sandboxes|environments)\\b|\\beverywhere\\b`,
  'i',
);
/** "list the sources of all sandboxes", "test everything everywhere": the same for each of them. */
const everywhere = (command: Command, text: string, view: View): Command[] => {
  const { sandboxes, sources } = view;
  const isOfName = /^(?:pause|resume|revoke|test)$/.test(command.command) && 'source' in command;
  if (isOfName && !('sandbox' in command) && inAll.test(text) && command.source !== 'it') {
    const named = sources.filter(({ name }) => name.toLowerCase() === command.source?.toLowerCase());
    const places = named.flatMap(({ sandbox }) => sandbox ?? []);
    if (places.length > 1) return places.map((sandbox): Command => ({ ...command, sandbox }) as Command);
  }
  const isOfOne = command.command === 'list_sources' || (command.command === 'test' && command.all === true);
  return isOfOne && command.sandbox === undefined && inAll.test(text)
    ? sandboxes.map((sandbox) => ({ ...command, sandbox }))
    : [command];
};

/** "in staging and prod": the first of them now; how to have it in the other is said. */
const inSeveral = (command: Command, text: string, { sandboxes }: View): Command[] => {
  if (command.command !== 'register' || command.sandbox === undefined) return [command];
  const one = `(?:${sandboxes.map(RegExp.escape).join('|')})\\b`;
  const listed = new RegExp(
    `\\b(?:in|into|to|for|on) (?:both )?(?:the )?${one}(?:\\s*(?:,|and|&|\\+)+\\s*(?:in |the )*${one})+`,
    'i',
  );
  const wanted = text.replace(
    new RegExp(`,?\\s*\\b(?:not|instead of|rather than) (?:(?:in|into|to) )?(?:the )?${one}`, 'gi'),
    '',
  );
  const named = listed.exec(wanted)?.[0].match(new RegExp(one, 'gi')) ?? [];
  const [sandbox, ...others] = named;
  return sandbox === undefined || others.length === 0
    ? [command]
    : [
        { command: 'help', topic: 'one_sandbox', names: others },
        { ...command, sandbox },
      ];
};

/** "also put it in staging", of what is shown for another one: it is not to be moved. */
const alsoIn = (text: string, [first, ...more]: Command[]): string | null =>
  /\b(?:also|too|as well)\b/i.test(text) && first?.command === 'set' && more.length === 0
    ? (Object.keys(first).join() === 'command,sandbox' && first.sandbox) || null
    : null;

const again = /^(?:please |ok |now )*(?:try|check|test) (?:it )?(?:again|once more)|^retry/i;

const allWell =
  /^(?:(?:and|so|hey|hi|hello) ,? ?)?is (?:all|everything) (?:ok|okay|fine|good|well|alright|all right|working|up|healthy)$/i;

/** "which agents will see these tools?", of what is being registered. */
const whoWill =
  /^(?!.*\b(?:tokens?|keys?|secrets?|credentials?|passwords?)\b)(?:(?:and|so|but|ok|,) )*(?:who|(?:which|what) (?:agents?|bots?))\b.*\b(?:see|sees|use|uses|call|calls|have|has|reach|get|gets|able)\b(?!.*(?:\w_\w|\b(?:read|data)\b))/i;

/** "which sandbox will it go to?", of what is being registered. */
const whereTo =
  /^(?:(?:and|so|but|ok|wait|,) )*(?:(?:(?:in|into|to) )?(?:which|what) (?:sandbox|environment|env)\b.* (?:it|this|that|(?:the|my) server)\b|where (?:will|does|would|is) (?:it|this|that|(?:the|my) server) (?:go|end up|land|be|going|registered)\b)/i;

const suggested = 'fix:suggested_url';
const agrees =
  /^(?:yes|yep|yeah|y|ok|okay|sure|please|go|do|try|use)\b(?!.*\b(?:again|retry|token|key|credential|same)\b)/i;

/** The commands of a message once its places are read: sandboxes by name, copies, what "it" is. */
export const withPlaces = (text: string, view: View, read: Command[]): Command[] => {
  const own = sandboxAsked(text) ?? copyOf(plain(text), view);
  if (own !== null) return [own];
  const isOfSecret =
    ofSecret.test(text) && read.some((one) => one.command === 'help' && one.topic === 'secrets');
  const beyond =
    isOfSecret || (view.flow === 'register' && view.awaiting !== 'repair')
      ? null
      : (whoSees(text, view) ?? allowlisted(text, view));
  if (beyond !== null) return [beyond];
  const { sandbox } = view.slots;
  const elsewhere = view.awaiting === 'confirmation' ? alsoIn(text, read) : null;
  if (elsewhere !== null && elsewhere !== sandbox)
    return [{ command: 'help', topic: 'one_sandbox', names: [elsewhere] }];
  if (view.flow === 'register' && sandbox !== undefined && whoWill.test(text))
    return [{ command: 'list_agents', sandbox }];
  const goesSomewhere = view.flow === 'register' && view.slots.source === undefined;
  if (goesSomewhere && sandbox !== undefined && whereTo.test(text.trim()))
    return [{ command: 'help', topic: 'goes_into', names: [sandbox] }];
  const offers = view.options.some(({ id }) => id === suggested);
  if (offers && agrees.test(text.trim())) return [{ command: 'choose', option: suggested }];
  // Asked whether `Authorization` carries a bearer token, a no is about that and not about authentication.
  const offersHeader = view.options.some(({ label }) => label.startsWith('Custom header '));
  if (offersHeader && /^(?:no|nope|nah|n|no thanks?)[.!]*$/i.test(text.trim())) return [{ command: 'deny' }];
  if (view.awaiting === null && isForALookout(plain(text))) return [doneNow];
  const asksAll = view.awaiting === null && allWell.test(plain(text));
  if (asksAll) return [{ command: 'test', all: true }];
  const unread = read.every(({ command }) => command === 'unclear');
  return unread && view.flow === null && again.test(plain(text))
    ? [{ command: 'test', source: 'it' }]
    : read
        .flatMap((command) => everywhere(placed(command, text, view), text, view))
        .flatMap((command) => inSeveral(command, text, view));
};
