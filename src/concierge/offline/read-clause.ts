import type { Command } from '../commands.ts';
import type { View } from '../interpreter.ts';
import { choiceOf, repairOf } from './answers.ts';
import { authOf } from './auth.ts';
import { asksForHelp, controlOf, isFirmYes, isNo, isYes, onlyFiller, topicOf } from './control.ts';
import { intentOf } from './intents.ts';
import { everywhere, pattern } from './lexicon.ts';
import { moodOf } from './mood.ts';
import type { Phrase } from './phrase.ts';
import { isUnknownWord } from './references.ts';
import type { SaidSlots } from './said-slots.ts';
import { isEmpty, knownSandbox, sameAsPresent, slotsOf } from './slots.ts';

/** What one clause contributes. `plain`: it is a command even where any words would do as an answer. */
export type Item = {
  commands?: Command[];
  slots?: SaidSlots;
  register?: boolean;
  /** "my other server": a registration beside the open one. */
  another?: boolean;
  /** "no, …", "actually …": replaces what was said before. */
  correction?: boolean;
  /** Takes back the request before it. */
  revises?: boolean;
  yes?: 'firm' | 'soft';
  no?: boolean;
  /** Nothing but names of sources, or of tools: goes on with the list of the clause before. */
  more?: { sources: string[]; tools: string[] };
  /** Nothing but names, some of which nobody knows. */
  names?: string[];
  plain?: boolean;
  /** Sources named in the clause, whatever it says of them. */
  mentions?: string[];
  /** True when the clause may speak of a thing named before. */
  pronoun?: boolean;
};

const lead =
  /^(?:(?:please|can|could|would|will|may|i|we|you|want|need|needs|like|love|to|hey|hi|hello|good morning|now|just|let|us|first|then|also|and|ok|so|,|:|might|should|must|have|go|ahead|wish|am|is|it|trying|going|next|finally|after|that|actually|no|yes|'s|instead|maybe|how|do|does|help|me|somebody|someone|anyone|anybody|able|possible|for|help|with|looking|time|about|wait|would|rather|the|well|great|there|dear|concierge|team|morning|afternoon|quickly|quick|a|possible|be|by|today|here|is there (?:a|any) way|get|try|mind|if|ready|supposed|trying|been|asked|told|hoping|planning) )*$/;
const addVerb = pattern(
  '\\b(?:<add>|set up|hook up|bring in|take over|take (?:URL|it|this|that)(?: \\S+){0,2} (?:on board|over|in)|put (?:URL|it|this|that) in|put in|sign up|make (?:URL|it|this|that) available|start using|use)\\b',
);
const serverWord = pattern('\\b(?:<server>|URL)\\b');
const announces = pattern(
  '\\b(?:(?:have|got|has|run|runs|running|built|wrote|made|own|host|operate|there is|here is|here are|this is|deployed|want|need|new|another|second|provide|maintain|created|given|give you|like|take|bring|take over)(?: (?:an?|the|our|my|another|one|new|more|some|this|it|you|two|other|second|following|in house|internal|custom|\\S+)){0,4} <server>|<server>(?: \\S+){0,4} (?:to (?:be )?(?:<add>|<added>)|for you|<added>))\\b',
);
const getsAdded = pattern('\\b(?:get|have|want|need|like|see|wish|be|have)(?: \\S+){0,4} (?:<added>)\\b');
const question =
  /^(?:what|which|why|how|where|who|when|is|are|does|do|did|was|were|has|have|should|am)\b|\?$|\b(?:tell me|know|explain|understand|wonder) (?:what|where|who|how|whether|if)\b/;
const politeRequest =
  /^(?:(?:hi|hey|hello|so|ok|please|and) )*(?:(?:can|could|would|will|may|might) (?:you|i|we|please|someone|somebody)\b|do you mind|is it possible|how (?:do|can|could|would) (?:i|we|you))\b/;

const showsServers = pattern('\\b(?:<show>)\\b.* (?:<server>)\\b');

const registers = (norm: string): boolean => {
  const verb = addVerb.exec(norm);
  if (
    verb !== null &&
    lead.test(norm.slice(0, verb.index)) &&
    !(verb[0] === 'use' && !/\bmcp\b|\bserver\b/.test(norm))
  ) {
    const rest = norm.slice(verb.index + verb[0].length).replace(/ \?$/, '');
    return (
      serverWord.test(rest) ||
      serverWord.test(verb[0]) ||
      /^(?: (?:it|this|that|NAME|one|up|in|something|stuff|mine|please|now|my|a|an|tools?|on|these|thing|new|for me|as NAME|SANDBOX|in SANDBOX|\S+ (?:mcp|tools)))*$/.test(
        rest,
      )
    );
  }
  if (question.test(norm) && !politeRequest.test(norm)) return false;
  if (showsServers.test(norm)) return false;
  return announces.test(norm) || (getsAdded.test(norm) && !/\b(?:was|were|been|not)\b/.test(norm));
};

/** "no auth" states a fact; it takes nothing back. */
const lacksAuth = everywhere(
  pattern(
    '\\b(?:no|not)(?: (?:need|needs|require|use|uses|have|want|special|bearer|api|custom|any|a|an|for|extra))* (?:<auth>|<credential>|headers?|bearer|auth needed|protected|secured)\\b',
  ),
);
const corrects = (norm: string): boolean => correctionWord.test(norm.replace(lacksAuth, ' '));
const correctionWord =
  /\b(?:no|not|actually|wrong|instead|rather|sorry|oops|ups|wait|correction|mistake|meant|mean|should be|scratch that|typo|change|correct|better|replace|false)\b/;
const revises = /^(?:(?:oh|hmm) )?(?:no|actually|sorry|wait|rather|oops|i mean|i meant)\b/;
const another = /\b(?:another|second|other|one more|also|additional|too|as well|next)\b/;
const slotWords: [string, RegExp][] = [
  ['credential', pattern('\\b(?:<credential>)\\b')],
  ['auth_header', /\bheaders?\b/],
  ['base_url', pattern('\\b(?:<address>)\\b')],
  ['auth_kind', pattern('\\b(?:<auth>|scheme)\\b')],
  ['name', pattern('\\b(?:<label>)\\b')],
  ['sandbox', pattern('\\b(?:<sandbox>)\\b')],
];
const takesBack = pattern(
  '\\b(?:<change>|wrong|another|other|different|typo|mistake|incorrect|re enter|retype|redo|not (?:right|correct)|not the right|edit|clear|remove|mistyped|new|again|messed up|mixed up)\\b',
);

/** A correction that names the slot but not the value: "the url is wrong", "I want another label". */
const takenBack = (norm: string, view: View): Command | null => {
  if (
    (view.flow !== 'register' && view.flow !== 'update') ||
    !takesBack.test(norm) ||
    /\b(?:SOURCE|AGENT)\b/.test(norm)
  )
    return null;
  const slot = slotWords.find(([, word]) => word.test(norm))?.[0];
  return slot === undefined ? null : ({ command: 'clear', slot } as Command);
};

/** In answer to "which authentication?" a bare word says enough. */
const authAnswer = (norm: string): SaidSlots => {
  const rest = norm.replace(
    /\b(?:none(?! of)|no|not|nothing|nope|without|special|open|public|free|auth|at all|token|tokens|bearer|jwt|header|headers|key|custom|own|type|scheme|one|method|option|uses|use|needs|need|an|any|anything|does|do|require|requires|api|there|type|based|kind|server|my|only|just|simple|plain|via|standard|secret)\b/g,
    ' ',
  );
  if (!onlyFiller(rest)) return {};
  if (/\b(?:header|headers|custom|own|key)\b/.test(norm) && !/\bno\b/.test(norm))
    return { auth_kind: 'header_token' };
  if (/\b(?:tokens?|bearer|jwt)\b/.test(norm) && !/\bno\b/.test(norm)) return { auth_kind: 'bearer' };
  return /\b(?:none|no|nothing|nope|open|public|free|without|does not|do not|(?:is|are) not (?:any|one)|not (?:need|use|have|require|want|really))\b/.test(
    norm,
  )
    ? { auth_kind: 'none' }
    : {};
};

const impliedSlots = (phrase: Phrase, view: View): SaidSlots => {
  const { ...slots } = slotsOf(phrase);
  if (view.awaiting === 'auth_kind' && /^(?:what|which|why) (?!about)/.test(phrase.norm)) return {};
  if (
    view.awaiting === 'auth_header' &&
    slots.auth_header === undefined &&
    slots.auth_kind === 'header_token'
  )
    delete slots.auth_kind;
  if (!isEmpty(slots)) return slots;
  if (view.awaiting === 'auth_kind') return authAnswer(phrase.norm);
  if (view.awaiting === 'credential' && /\b(?:none|nothing|not (?:need|any|use|require))\b/.test(phrase.norm))
    return authAnswer(phrase.norm);
  const rest = phrase.tokens.filter((token) => !onlyFiller(token.norm));
  const alone = rest.length === 1 ? rest[0]! : undefined;
  if (alone === undefined || alone.kind === 'secret') return {};
  const sandbox =
    view.flow === 'register' || view.awaiting === 'sandbox' ? knownSandbox(alone.raw, view) : undefined;
  if (
    sandbox !== undefined ||
    (view.awaiting === 'sandbox' && phrase.tokens.length <= 4 && !isNo(phrase.norm))
  )
    return { sandbox: alone.raw };
  if (view.awaiting === 'base_url' && phrase.tokens.length === 1 && /[.:/]/.test(alone.raw))
    return { base_url: alone.raw };
  return {};
};

/** "I do not have the token": not the same as a server without one. */
const lacksIt =
  /\b(?:i|we) (?:do not|have not|can not|could not|did not)(?: even)? (?:have|got|find|get|know|remember|receive)\b/;

const capitalised = (phrase: Phrase): boolean =>
  phrase.tokens.every((token) => /^[\p{Lu}\d"&]/u.test(token.raw));
const helpOn = (view: View): Command =>
  view.awaiting === null ? { command: 'help' } : { command: 'help', topic: view.awaiting };

/** Reads one clause: a reply, a request, or facts for the slots. */
export const readClause = (phrase: Phrase, view: View, clauses: number): Item => {
  const mentions = phrase.tokens.filter((token) => token.kind === 'source').map((token) => token.raw);
  const item: Item = {
    ...reply(phrase, view, clauses),
    mentions,
    pronoun: /\b(?:it|that|this|one|them)\b/.test(phrase.norm),
  };
  if (revises.test(phrase.norm)) item.revises = true;
  return corrects(phrase.norm) ? { ...item, correction: true } : item;
};

const reply = (phrase: Phrase, view: View, clauses: number): Item => {
  const norm = phrase.norm.trim();
  const choice = clauses === 1 && view.awaiting !== 'name' ? choiceOf(phrase, view) : null;
  if (choice !== null) return { commands: [choice], plain: true };
  const slots = impliedSlots(phrase, view);
  const repair =
    view.awaiting === 'repair' && (isEmpty(slots) || sameAsPresent(slots, view)) ? repairOf(phrase) : null;
  if (repair !== null) return { commands: [repair], plain: true };
  if (norm === 'none' && view.flow === null) return { slots: { auth_kind: 'none' } };
  const asking = question.test(norm) && !politeRequest.test(norm);
  if (view.awaiting === 'auth_kind' && clauses === 1 && !isEmpty(slots) && !asking)
    return { slots, plain: true };
  if (view.awaiting === 'credential' && lacksIt.test(norm)) return { commands: [helpOn(view)], plain: true };
  const labelShaped = view.awaiting === 'name' && capitalised(phrase) && phrase.tokens.length > 1;
  if (view.awaiting === 'resume' && /^(?:resume|continue|pick (?:it )?up|carry on)\b/.test(norm))
    return { yes: 'firm', plain: true };
  if (view.awaiting === 'resume' && /^(?:discard|drop|later|not now|leave|throw|forget|delete)\b/.test(norm))
    return { no: true, plain: true };
  if (!labelShaped && view.awaiting === null && controlOf(phrase)?.command === 'thanks')
    return { commands: [{ command: 'thanks' }], plain: true };
  if (!labelShaped && isYes(norm, view)) return { yes: isFirmYes(norm) ? 'firm' : 'soft', plain: true };
  const control = labelShaped ? null : controlOf(phrase);
  if (control !== null) return { commands: [control], plain: true };
  if (isNo(norm) && isEmpty(slots)) return { no: true, plain: true };
  if (moodOf(norm) === 'refusal' && isEmpty(authOf(phrase))) return { no: true };
  return readRequest(phrase, view, slots, labelShaped);
};

const readRequest = (phrase: Phrase, view: View, said: SaidSlots, labelShaped: boolean): Item => {
  const norm = phrase.norm.trim();
  const requests = moodOf(norm) === 'request';
  const { name, ...facts } = said;
  const slots: SaidSlots = requests || view.flow !== null || said.base_url !== undefined ? said : facts;
  const isQuestion = question.test(norm) && !politeRequest.test(norm);
  const topic = isQuestion || /\b(?:help|explain)\b/.test(norm) ? topicOf(norm, view) : undefined;
  if (topic !== undefined && topic !== view.flow)
    return { commands: [{ command: 'help', topic }], plain: true };
  const register = !labelShaped && requests && registers(norm);
  const intent = intentOf(phrase, view);
  const [asked] = intent?.commands ?? [];
  const newName =
    view.flow === 'register' &&
    asked?.command === 'update' &&
    asked.source === undefined &&
    slots.name !== undefined;
  const strong = intent !== null && intent.weight >= 3 && !labelShaped && !newName;
  const marks = { correction: corrects(norm), another: another.test(norm) };
  const hasUrl = slots.base_url !== undefined;
  const unsupported = asked?.command === 'out_of_scope';
  const otherwise =
    strong && !/^(?:test|list_sources)$/.test(asked?.command ?? '') && !/\badd|connect|register\b/.test(norm);
  if (register && (hasUrl || !(unsupported || otherwise)))
    return { register: true, slots, plain: hasUrl || !labelShaped, ...marks };
  if (hasUrl && asked?.command !== 'update') return { slots, plain: true, ...marks };
  const asksSomething = (isQuestion || politeRequest.test(norm)) && view.awaiting !== 'name';
  if (strong) return { commands: intent.commands, plain: true };
  const help = asksForHelp(norm) && !labelShaped;
  if (help && (isQuestion || isEmpty(slots)) && (intent === null || intent.weight < 2 || isQuestion))
    return {
      commands: [helpOn(view)],
      plain: question.test(norm) || phrase.tokens.length < 4 || /^(?:i|can|could|help)\b/.test(norm),
    };
  const onlyAuth = slots.name === undefined && slots.sandbox === undefined;
  const requestsMore = view.flow === null && onlyAuth && intent !== null && intent.weight >= 2;
  if (!isEmpty(slots) && !requestsMore)
    return { slots, plain: isPlainSlot(phrase, slots, labelShaped), ...marks };
  const cleared = asked?.command === 'revoke' ? null : takenBack(norm, view);
  if (cleared !== null) return { commands: [cleared], plain: !labelShaped };
  if (intent !== null && intent.weight > 0) return { commands: intent.commands, plain: asksSomething };
  const more = listGoesOn(phrase);
  const maybeLabel = view.awaiting === 'name' && (!/\?$/.test(norm) || /^(?:how|what) about\b/.test(norm));
  const wonders = isQuestion && view.flow !== null && more.more === undefined && !maybeLabel;
  return wonders ? { commands: [helpOn(view)], plain: true } : more;
};

const sentenceLike =
  /\b(?:after all|is|has|needs?|uses?|not|actually|wrong|should|without|it|no|instead|wait|rather|want|make|into|in|header|none|we|uses?|takes?|sends?|wants?)\b/;
const isPlainSlot = (phrase: Phrase, slots: SaidSlots, labelShaped: boolean): boolean => {
  if (slots.name !== undefined) return true;
  if (labelShaped) return false;
  return (
    slots.base_url !== undefined ||
    slots.auth_header !== undefined ||
    sentenceLike.test(phrase.norm) ||
    phrase.tokens.length <= 2
  );
};

/** "Nonsuch", "Nonsuch and Climate": names with nothing else, in order. */
const namesIn = ({ tokens }: Phrase): string[] => {
  const isList = tokens.every((token, at) =>
    at % 2 === 1
      ? /^(?:and|&|\+)$/.test(token.norm)
      : token.kind === 'source' || (token.kind === 'word' && isUnknownWord(token)),
  );
  return isList && tokens.length % 2 === 1
    ? tokens.filter((_, at) => at % 2 === 0).map(({ raw }) => raw)
    : [];
};

const listGoesOn = (phrase: Phrase): Item => {
  const of = (kind: string) => phrase.tokens.filter((token) => token.kind === kind).map((token) => token.raw);
  const [sources, tools] = [of('source'), of('tool')];
  const names = namesIn(phrase);
  if (names.length > sources.length) return { names };
  const rest = phrase.tokens.filter((token) => token.kind !== 'source' && token.kind !== 'tool');
  if (!onlyFiller(rest.map((token) => token.norm).join(' '))) return {};
  return sources.length + tools.length > 0 ? { more: { sources, tools } } : {};
};
