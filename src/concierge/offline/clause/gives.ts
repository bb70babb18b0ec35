import type { Command, Request } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import { sourcesCalled } from '../sources-called.ts';
import { phraseOf } from '../tokens/phrase.ts';
import { pattern } from '../vocabulary/lexicon.ts';
import { rateIn } from '../vocabulary/rates.ts';
import { authOf } from './auth.ts';
import { capped, changeOf, type Update, update } from './changed.ts';
import { each, placedStranger, stranger, withSource } from './each-source.ts';
import { namesNoSource } from './facts.ts';
import { isCapSaid, ofCalls, toolsAfterTo, toolsToo, whichTools } from './limits.ts';
import { steeringMoodOf } from './mood.ts';
import { hasAny, type Said } from './said.ts';
import type { Reading } from './score.ts';
import { test, testUnknown } from './tests-asked.ts';
import { tellsOfOurs } from './told-of-ours.ts';
import { renameUnknown, revokeUnknown } from './unknown-names.ts';
import { untimed } from './untimed.ts';

type Gives = (said: Said) => Command[] | null;
const resumeEach = each('resume', 'resume', 'put_on');
/** "pause Docs for sales": a source is paused for all; what one agent may call is said where agents are changed. */
const ofAgentAlone = ({ agent, sources }: Said): Command[] | null =>
  agent === undefined || sources.length === 0
    ? null
    : [{ command: 'out_of_scope', kind: 'not_supported', agent }];
const pauseEach = each('pause', 'pause', 'put_off', 'stops', 'remove', 'take_away', 'drop');

const slots = [
  ['credential', 'credential'],
  ['header', 'auth_header'],
  ['address', 'base_url'],
  ['auth', 'auth_kind'],
  ['label', 'name'],
  ['sandbox', 'sandbox'],
] as const;
const statuses = [
  ['put_off', 'paused'],
  ['fault', 'error'],
  ['health', 'active'],
] as const;
const introduced = pattern('\\b(?:to|on|now|is|no|not|without|goes|<needs>)\\b');
/** "do not leave it": the opposite. */
const unsaid =
  /\bnot (?:(?:want|need|have|like|going|yet) )*(?:to )?(?:leave|keep|cancel|stop|abort|restart|start|begin|go|skip)\b/;
/** What moves the conversation itself: only a request may, like everything that acts. */
const steer =
  (command: 'cancel' | 'restart' | 'back' | 'skip'): Gives =>
  ({ phrase: { norm } }) =>
    unsaid.test(norm) || steeringMoodOf(norm) !== 'request' ? null : [{ command }];

/** Help on the open question, or on Concierge when none is open. */
export const helpOn = ({ awaiting }: View): Command =>
  awaiting === null ? { command: 'help' } : { command: 'help', topic: awaiting };

/** "only get_page of Docs works": how it is, and not how it shall be. */
const tellsOfTools =
  /\bSOURCE (?:only )?(?:works?|fails?|answers?|is|was)\b|\bTOOL (?:is|was|works?|fails?)\b/;
const wasCalled =
  /\b(?:(?:undo|revert|take back) (?:the |that |this )?(?:rename|renaming|name|label|title)|back|(?:old|former|previous|original|earlier) (?:name|label|title|one)|it was)\b/;
/** "allow get_page again", "… too": it comes to what is allowed. */
const addsToo = /\b(?:again|too|as well|also|additionally)\b/;
/** They allow something, and do not say that it is all. */
const adds = /^(?!.*\b(?:only|just|nothing|solely|alone|restrict|limit|narrow|but)\b).*\b(?:allow|permit)\b/;
/** "raise the cap": to what is asked. */
const ofTheCap =
  /\b(?:the|its|that|another|new|different) (?:rate |call )?(?:cap|limit|rate)\b|\b(?:double|triple|halve|half of) (?:it|that)\b|\b(?:faster|slower|(?:twice|half) (?:as|the) (?:many|much|fast|cap|rate|calls|requests))\b/;
/** "the url of Docs is not …": where it is instead is still to be said. */
const notThere = /\bnot(?: (?:any ?more|longer|at|on|under|to))* URL\b/;
/** "is there a tool for refunds?": what it is for names nobody. */
const asksWhether = /\b(?:is|are) there\b|\b(?:do|does|have) (?:i|we|you)\b/;
/** "can support search Docs?": whether. */
const whether = /^(?:(?:and|so|but|ok|,) )*(?:can|could|may|does|is) (?:(?:the|my|our) )?AGENT /;
/** How the intents that are no command by themselves become one; null when the clause lacks something after all. */
const gives: Record<string, Gives> = {
  register: (said) => (tellsOfOurs(said) ? null : [{ command: 'register' }]),
  revoke: each('revoke', 'remove', 'take_away', 'drop'),
  pause: (said) => ofAgentAlone(said) ?? pauseEach(untimed(said)),
  resume: (said) => ofAgentAlone(said) ?? resumeEach(said),
  test,
  test_unknown: testUnknown,
  accept: (said) => {
    const only = said.view.sources.length === 1 ? said.view.sources[0]!.name : undefined;
    const source = said.sources[0] ?? stranger(said, 'revised', 'tool', 'accept') ?? only;
    if (said.features.has('limit') && whichTools.test(said.phrase.norm))
      return [withSource({ command: 'update', what: 'allowed_tools' }, source)];
    return source === undefined ? null : [{ command: 'accept', source }];
  },
  /** What is no whole number a minute, or says only by how much, is asked for. */
  cap: (said) => {
    const cap = rateIn(said.phrase.norm);
    if (cap === null)
      return ofTheCap.test(said.phrase.norm) ? update(said, { what: 'rate_cap_per_minute' }) : null;
    // "Staging should be limited", "support gets 10 calls": of no source.
    const isOfOther = said.features.has('SANDBOX') || said.features.has('AGENT');
    if (isOfOther && said.sources.length === 0 && !said.features.has('it')) return null;
    const tools = toolsToo.test(said.phrase.norm) ? [{ allowed_tools: said.tools }] : [];
    // What is asked for is asked by itself: nothing else of a command is done then.
    const changes: Update[] = isCapSaid(said.phrase.norm, cap)
      ? [{ rate_cap_per_minute: cap, ...tools[0] }]
      : [...tools, { what: 'rate_cap_per_minute' }];
    const each = capped(said)?.flatMap((source) =>
      changes.map((fields) => update({ ...said, sources: source === undefined ? [] : [source] }, fields)),
    );
    return each?.flatMap((one) => one ?? []) ?? null;
  },
  /** Which tools are left is for the user to say: the reply lists them. */
  change_tools: (said) => {
    const namespace = said.tools[0]?.includes('__') ? said.tools[0].split('__')[0] : undefined;
    const what = /\bthrottle\b/.test(said.phrase.norm) ? 'rate_cap_per_minute' : 'allowed_tools';
    return [withSource({ command: 'update', what }, said.sources[0] ?? namespace)];
  },
  what_changes: (said) =>
    said.features.has('rate_word') && rateIn(said.phrase.norm) !== null ? null : changeOf(said, 'change'),
  /** "no limit on calls": there always is one. */
  uncapped: ({ sources }) => [withSource({ command: 'update', what: 'rate_cap_per_minute' }, sources[0])],
  without_auth: (said) => update(said, { auth_kind: 'none' }),
  allow_all: (said) =>
    said.sources.length > 1
      ? said.sources.flatMap((one) => update({ ...said, sources: [one] }, { allowed_tools: null }) ?? [])
      : update(said, { allowed_tools: null }),
  restrict: (said) => {
    const { tools, agent, sources, view } = said;
    const allowed_tools = tools.length > 0 ? tools : toolsAfterTo(said);
    if (
      tellsOfTools.test(said.phrase.norm) ||
      said.excepts ||
      allowed_tools.length === 0 ||
      (view.flow !== null &&
        view.flow !== 'register' &&
        sources.length === 0 &&
        placedStranger(said) === undefined)
    )
      return null;
    if (agent !== undefined && sources.length === 0)
      return [{ command: 'out_of_scope', kind: 'not_supported' }];
    const { norm } = said.phrase;
    if (toolsToo.test(norm) && ofCalls.test(norm) && rateIn(norm) !== null) return gives.cap!(said);
    const only = update(said, { allowed_tools });
    // "allow X": besides what is allowed, or nothing but that? The one takes nothing away, the other may take much.
    const more = adds.test(said.phrase.norm) ? update(said, { allow_tools: [...allowed_tools] }) : null;
    if (more !== null && addsToo.test(norm)) return more;
    return only === null || more === null
      ? only
      : [{ command: 'clarify', readings: [...more, ...only] as Request[] }];
  },
  /** What it shall be called is not what it is called. */
  rename: (said) => {
    const { name, phrase } = said;
    const named = phrase.tokens.findIndex(({ kind }) => kind === 'name');
    const before = phraseOf(phrase.text, phrase.tokens.slice(0, named === -1 ? undefined : named));
    const renamed = { ...said, phrase: before };
    if (namesNoSource.test(phrase.norm)) return [{ command: 'out_of_scope', kind: 'not_supported' }];
    if (name !== undefined) return update(renamed, { name }, 'rename');
    return wasCalled.test(phrase.norm)
      ? update(said, { what: 'name', undo: true })
      : changeOf(renamed, 'rename');
  },
  rename_unknown: renameUnknown,
  rotate: (said) => update(said, { rotate: true }, 'credential', 'rotate'),
  move: (said) => {
    if (said.view.sources.length === 0) return null;
    return update(said, notThere.test(said.phrase.norm) ? { what: 'base_url' } : { base_url: said.url! });
  },
  /** "Docs uses a bearer token now": the way it recognises callers, said after its name. */
  scheme: (said) => {
    const at = said.phrase.tokens.findIndex(({ kind }) => kind === 'source');
    const after = phraseOf(said.phrase.text, said.phrase.tokens.slice(at + 1));
    const isSaid = introduced.test(after.norm) || /\bmake SOURCE\b/.test(said.phrase.norm);
    const before = phraseOf(said.phrase.text, said.phrase.tokens.slice(0, at));
    const ofIt = /^(?:(?:please|now|let us) )*(?:use|switch|set|put|make) .+ (?:for|on|of|with) $/.test(
      `${before.norm} `,
    );
    const stated = isSaid ? authOf(after, said.view) : ofIt ? authOf(before, said.view) : {};
    return stated.auth_kind === undefined ? null : update(said, stated);
  },
  why: (said) => {
    const { sources, tools, features, view, phrase } = said;
    // What was revoked has no name any more that the view knows.
    const isGone = features.has('missing') && tools.length === 0 && said.agent === undefined;
    const source = sources[0] ?? (isGone && !features.has('lacks') ? stranger(said, 'why') : undefined);
    const unnamed = features.has('lacks') && tools.length === 0 && source === undefined;
    const tool = tools[0] ?? (unnamed ? stranger(said, 'lacks') : undefined);
    const other = tools.length > 0 && source === undefined && /\b(?:does|can|is) \S/.test(phrase.norm);
    const agent = said.agent ?? (other ? stranger(said, 'why') : undefined);
    if (features.has('mends') && features.has('it') && sources.length === 0)
      return [{ command: 'why', source: 'it' }];
    const known = agent ?? source ?? tool;
    const open = view.awaiting !== null && view.awaiting !== 'repair';
    if (known === undefined && open && !features.has('fault')) return null;
    const about = Object.entries({ agent, tool, source }).filter(([, name]) => name !== undefined);
    return [{ command: 'why', ...Object.fromEntries(about) }];
  },
  why_run: ({ agent }) => [{ command: 'why', ...(agent === undefined ? {} : { agent }), run: 'last' }],
  show_source: ({ sources: [source] }) => [withSource({ command: 'show_source' }, source)],
  /** "what are they called now?", behind a new label: the tools of what was spoken of. */
  tools_of_it: () => [{ command: 'list_tools', source: 'it' }],
  list_tools: (said) => {
    const { agent, agents, sources, features, view } = said;
    if (/^who\b/.test(said.phrase.norm)) return null;
    const [tool, ...others] = said.tools;
    // "can support call get_page?": whether, and why not.
    if (agent !== undefined && tool !== undefined && others.length + sources.length === 0 && said.asks)
      return agents.map((agent): Command => ({ command: 'why', agent, tool }));
    if (agent !== undefined && sources.length === 1 && whether.test(said.phrase.norm))
      return agents.map((agent): Command => ({ command: 'why', agent, source: sources[0] }));
    if (agent !== undefined)
      return agents.map((agent) => withSource({ command: 'list_tools', agent }, sources[0]));
    if (sources.length > 0) return sources.map((source): Command => ({ command: 'list_tools', source }));
    const name = stranger(said, 'tool', 'what');
    const isOpen = features.has('it') && (view.flow === 'revoke' || view.flow === 'update');
    if (isOpen && name === undefined) return [{ command: 'list_tools', source: 'it' }];
    const isOfOne = features.has('agent') && !hasAny(said, 'agents any all');
    if (name === undefined && isOfOne) return [{ command: 'list_tools', agent: 'my agent' }];
    if (asksWhether.test(said.phrase.norm) && !features.has('agent')) return [{ command: 'list_tools' }];
    const ofServer = features.has('server') && !features.has('agent');
    if (name !== undefined) return [{ command: 'list_tools', [ofServer ? 'source' : 'agent']: name }];
    return [
      withSource(
        { command: 'list_tools' },
        ofServer && view.sources.length === 1 ? view.sources[0]!.name : undefined,
      ),
    ];
  },
  /** "what can my agents call?" asks for no agents. */
  list_agents: ({ phrase, sources: [source] }) =>
    /^what (?:can|may) |\b(?:must|should|shall) (?:not|never)\b/.test(phrase.norm)
      ? null
      : [withSource({ command: 'list_agents' }, source)],
  list_sources: ({ features, phrase, view }) => {
    if (view.awaiting === 'sandbox' && !features.has('server')) return null;
    const status = /\bpaused?\b/.test(phrase.norm)
      ? 'paused'
      : statuses.find(([feature]) => features.has(feature))?.[1];
    return [status === undefined ? { command: 'list_sources' } : { command: 'list_sources', status }];
  },
  /** "show", at a question whether to do it: what it is about. */
  show_all: ({ features, phrase, view }) => {
    const ofAll = ['all', 'my', 'mine'].some((whose) => features.has(whose));
    const isOfOpen = view.flow === 'register' || (!ofAll && phrase.tokens.length < 3);
    if (view.awaiting === 'confirmation' && isOfOpen) return [{ command: 'repeat' }];
    return ofAll || phrase.tokens.length === 1 ? [{ command: 'list_sources' }] : null;
  },
  cancel: steer('cancel'),
  /** "discard it": nothing is stored yet. At a revocation it may be the server as well. */
  put_aside: ({ view }) => (view.flow === 'revoke' ? null : [{ command: 'cancel' }]),
  /** "discard the new URL" */
  put_back: ({ view }) => (view.flow === 'update' ? [{ command: 'deny' }] : null),
  /** "do not add it", before anything was added. */
  hold_back: ({ view }) => (view.flow === 'register' ? [{ command: 'cancel' }] : null),
  revoke_unknown: revokeUnknown,
  /** "leave it as it is": no change after all. */
  stay: ({ view, features }) => {
    if (view.awaiting === 'confirmation')
      return view.flow === 'update' && !features.has('label') ? [{ command: 'deny' }] : null;
    return view.flow === 'update' || view.awaiting === 'source' ? [{ command: 'cancel' }] : null;
  },
  restart: steer('restart'),
  back: steer('back'),
  skip: steer('skip'),
  /** "the url is wrong", "another label": names the slot but not the value. */
  clear: ({ features, view, asks }) => {
    const slot = slots.find(([feature]) => features.has(feature))?.[1];
    const open = view.flow === 'register' || view.flow === 'update';
    // "no, wrong URL", at the question whether to change it.
    const isAsked = slot !== undefined && view.flow === 'update' && view.awaiting === 'confirmation';
    if (isAsked) return features.has('wrong') || features.has('refuses') ? [{ command: 'deny' }] : null;
    return slot === undefined || asks || !open ? null : [{ command: 'clear', slot }];
  },
  yes: () => [],
  no: () => [],
};

/** The commands that a reading comes to; null when it comes to nothing after all. */
export const commandsOf = ({ intent: { name, about } }: Reading, said: Said): Command[] | null => {
  const { view, sources } = said;
  const isOffered = about !== 'fix:previous_url' || view.options.some(({ id }) => id === about);
  // "discard Docs", while another server is under repair.
  const isOfOpen = (name: string): boolean =>
    sourcesCalled(name, view.sources).every((source) => source.data_source_id === view.slots.source);
  if (name === 'choose' && about === 'discard' && !sources.every(isOfOpen)) return null;
  if (name === 'choose') return isOffered ? [{ command: 'choose', option: about }] : null;
  if (name === 'out_of_scope')
    return [
      {
        command: 'out_of_scope',
        kind: about as 'chitchat',
        ...(about === 'destructive' && said.agent !== undefined && { agent: said.agent }),
      },
    ];
  if (name !== 'help') return gives[name]?.(said) ?? (name in gives ? null : [{ command: name } as Command]);
  const isOpen = about === view.flow || (about === 'update' && view.flow === 'register');
  return [isOpen ? helpOn(view) : { command: 'help', topic: about }];
};
