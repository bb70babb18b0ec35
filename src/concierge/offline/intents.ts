import type { Command } from '../commands.ts';
import type { View } from '../interpreter.ts';
import { pattern } from './lexicon.ts';
import type { Phrase } from './phrase.ts';
import { entity, unknownName } from './references.ts';
import { urlOf } from './slots.ts';

/** `weight` 1: a bare verb; 2: a verb and its object; 3: unmistakable, even as an answer to "which name?". */
export type Reading = { commands: Command[]; weight: number };
type Said = {
  phrase: Phrase;
  norm: string;
  view: View;
  source?: string | undefined;
  sources: string[];
  agent?: string | undefined;
  tools: string[];
};
type Intent = (said: Said) => Reading | null;

const reading = (weight: number, ...commands: Command[]): Reading => ({ commands, weight });
const named = <T extends object>(command: T, source: string | undefined): T =>
  source === undefined ? command : { ...command, source };
const each = (said: Said, command: 'revoke' | 'pause' | 'resume' | 'test', after: RegExp): Command[] => {
  const sources = said.sources.length > 0 ? said.sources : [unknownName(said.phrase, after)];
  return sources.map((source) => named({ command }, source));
};

const determined = pattern(
  '\\b(?:my|our|the|this|that|your|all|every|each|any|custom) (?:\\S+ ){0,3}?(?:<server>|<agent>|<tool>|one|thing|health)\\b',
);
const request =
  /^(?:(?:please|can|could|would|will|i|we|you|want|need|like|to|hey|hi|hello|now|just|let|us|first|then|also|and|ok|so|,|kindly|might|may|should|do|must|have|go|ahead|wish|love|am|going|next|finally|afterwards|after|that|actually|no|yes|'s|instead|maybe|perhaps|better|it|is|time|for|me|quickly|already|best) )*$/;
const isRequest = (norm: string, verb: RegExp): boolean => {
  if (/^(?:can|could|may|should) i\b/.test(norm)) return false;
  const match = verb.exec(norm);
  return match !== null && request.test(norm.slice(0, match.index));
};
const weigh = (said: Said, verb: RegExp, strong = false): number => {
  if (said.sources.length > 0 || said.agent !== undefined) return 3;
  if (determined.test(said.norm)) return 3;
  const objectless = pattern('\\b(?:<server>|<agent>|it|that|them|everything)\\b').test(said.norm);
  return (strong ? 2 : 1) + (objectless ? 1 : 0) - (isRequest(said.norm, verb) ? 0 : 1);
};

const destroyed = pattern(
  '\\b(?:<remove>|wipe|drop|destroy|purge|erase|nuke|kill|archive|suspend|clear|reset|clean|burn|trash|truncate|shut down)\\b',
);
const sacred = pattern(
  '\\b(?:<sandbox>|SANDBOX|account|tenant|<agent>|AGENT|everything|all (?:the |my |our )?(?:data|of it|things|stuff|records|files|tables)|databases?|data|api keys?|olk|users?|history|logs?|transcripts?|production|cluster|disk)\\b',
);
const destructive: Intent = ({ norm, sources }) =>
  destroyed.test(norm) &&
  sacred.test(norm) &&
  sources.length === 0 &&
  !/\b(?:not|from|undo|in) (?:\S+ ){0,2}(?:agents?|sandbox|AGENT)\b/.test(norm) &&
  !pattern('\\b(?:sources|servers|connections|integrations)\\b').test(norm) &&
  !pattern('^(?:which|what|show|list)\\b').test(norm)
    ? reading(3, { command: 'out_of_scope', kind: 'destructive' })
    : null;

const removeVerb = pattern(
  '\\b(?:<remove>|get rid of|take SOURCE (?:out|away|off)|cut off|throw (?:out|away)|unhook|kick out|take out|take away|retire|decommission|drop|kill|pull the plug on|forget about|forget)\\b',
);
const revoke: Intent = (said) => {
  const strong = pattern('\\b(?:<remove>)\\b').test(said.norm);
  if (!removeVerb.test(said.norm) || /\b(?:label|header|url|limit|cap|restriction)\b/.test(said.norm))
    return null;
  if (!strong && said.sources.length === 0 && !pattern('\\b<server>\\b').test(said.norm)) return null;
  if (
    /\b(?:all|every|each|everything|both)\b/.test(said.norm) &&
    said.sources.length === 0 &&
    said.view.sources.length > 0
  )
    return reading(3, ...said.view.sources.map(({ name }): Command => ({ command: 'revoke', source: name })));
  return reading(weigh(said, removeVerb, strong), ...each(said, 'revoke', removeVerb));
};

const renameVerb = pattern(
  '\\b(?:<rename>|(?:change|update|edit|modify|set|switch) (?:\\S+ ){0,4}(?:name|label|title)|(?:new|another|different|other) (?:name|label|title)|should be (?:called|named)|(?:call|name) SOURCE|SOURCE (?:is|will be|shall be|gets|should) (?:now )?(?:\\S+ ){0,2}(?:called|named|name))\\b',
);
const rename: Intent = (said) => {
  const name = entity(said.phrase, 'name');
  const source = said.source;
  const both = name !== undefined && source !== undefined && !pattern('\\b(?:<add>|URL)\\b').test(said.norm);
  if (!renameVerb.test(said.norm) && !both) return null;
  return reading(source !== undefined || name !== undefined ? 3 : 2, {
    command: 'update',
    ...(source === undefined ? {} : { source }),
    ...(name === undefined ? {} : { name }),
  });
};

const rotateVerb = pattern(
  '\\b(?:(?:<rotate>|<change>|new|other|another|fresh|different|reset|reissue|regenerate|set|give|enter|paste|provide|re enter|got)\\b(?: \\S+){0,4} (?:<credential>)|<credential>(?: \\S+){0,4} (?:expired|changed|rotated|leaked|compromised|outdated|expires|stale|is new|was changed|has changed))\\b',
);
const rotate: Intent = (said) => {
  if (!rotateVerb.test(said.norm) && !pattern('\\b<rotate>\\b').test(said.norm)) return null;
  if (urlOf(said.phrase) !== undefined || pattern('\\b<add>\\b').test(said.norm)) return null;
  const source =
    said.source ??
    unknownName(said.phrase, pattern('\\b(?:<credential>|<rotate>)(?: (?:of|for|on|at|from|to))+\\b'));
  return reading(source === undefined ? 2 : 3, {
    command: 'update',
    ...(source === undefined ? {} : { source }),
    rotate: true,
  });
};

const perUnit: Record<string, (count: number) => number> = {
  s: (count) => count * 60,
  m: (count) => count,
  h: (count) => Math.max(1, Math.round(count / 60)),
};
const rate = pattern(
  '\\b(?<count>\\d+)(?: (?:tool |x )?(?:calls?|requests?|times?|invocations?|reqs?))?(?: (?:per|a|an|every|each|in a|in one)| ,|\\/) ?(?<unit>s(?:ec(?:ond)?)?|min(?:ute)?|m|h(?:our)?)s?\\b',
);
const cap: Intent = (said) => {
  const match = rate.exec(said.norm) ?? /\b(?<count>\d+)(?<unit>)(?: calls?| requests?)?\b/d.exec(said.norm);
  if (
    match === null ||
    !(rate.test(said.norm) || /\b(?:rate|cap|rpm)\b/.test(said.norm)) ||
    !pattern(
      '\\b(?:<limit>|<change>|rate|cap|max|maximum|most|set|up to|than|slow|only|just|rpm|per|a)\\b',
    ).test(said.norm)
  )
    return null;
  const count = Number(match.groups!.count);
  const perMinute = (perUnit[match.groups!.unit?.[0] ?? 'm'] ?? perUnit.m!)(count);
  if (perMinute < 1) return null;
  return reading(3, {
    ...named({ command: 'update' as const }, said.source),
    rate_cap_per_minute: perMinute,
  });
};

const toolSet = pattern(
  '\\b(?:<limit>|should (?:only|just)|may (?:only|just)|can (?:only|just)|nothing but|narrow|keep only|hide all but|expose|offer only)\\b',
);
const restrict: Intent = (said) => {
  if (
    said.tools.length === 0 &&
    pattern(
      '\\b(?:allow|permit|enable|lift|remove|drop)\\b(?: \\S+){0,5} (?:all (?:the |its )?(?:tools?|functions)|restrictions?|every tool|limits? on tools)\\b',
    ).test(said.norm)
  )
    return reading(3, { ...named({ command: 'update' as const }, said.source), allowed_tools: null });
  if (!toolSet.test(said.norm) || pattern('\\b(?:why|what|which)\\b').test(said.norm)) return null;
  const listed = said.tools.length > 0 ? said.tools : wordsAfterTo(said);
  if (listed.length === 0) return null;
  if (said.agent !== undefined && said.source === undefined)
    return reading(3, { command: 'out_of_scope', kind: 'not_supported' });
  return reading(3, { ...named({ command: 'update' as const }, said.source), allowed_tools: listed });
};
const wordsAfterTo = (said: Said): string[] => {
  if (said.source === undefined) return [];
  const after =
    /\b(?:to|only|just|but)(?: (?:the|its|tools?|these|offer|use|expose|have|only|allow|two|three|:))* (?<list>[\w-]+(?:(?: ,| and| or| , and)+ [\w-]+)*)(?: tools?)?$/.exec(
      said.norm,
    );
  return after === null || /^(?:SOURCE|it|that|this)$/.test(after.groups!.list!)
    ? []
    : after.groups!.list!.split(/(?: ,| and| or)+ /);
};

const moved: Intent = (said) => {
  const url = urlOf(said.phrase);
  if (url === undefined || said.source === undefined || pattern('\\b<add>\\b').test(said.norm)) return null;
  return reading(3, { command: 'update', source: said.source, base_url: url });
};

const accept: Intent = (said) => {
  if (
    !pattern('\\b(?:<accept>|agree (?:to|with)|ok with|fine with|consent to|allow)\\b').test(said.norm) ||
    !pattern('\\b(?:changes?|changed|new|definitions?|held|<tool>|modified|updated?)\\b').test(said.norm)
  )
    return null;
  const only = said.view.sources.length === 1 ? said.view.sources[0]!.name : undefined;
  const source = said.source ?? unknownName(said.phrase, /\b(?:of|from|in|for|by)\b/d) ?? only;
  return source === undefined ? null : reading(3, { command: 'accept', source });
};

const pauseVerb = pattern(
  '\\b(?:<pause>|put(?: \\S+){1,5} (?:on|to) (?:pause|hold|ice)|on (?:pause|hold)$|take(?: \\S+){1,5} off ?line|turn(?: \\S+){0,5} off|switch(?: \\S+){0,5} off|shut(?: \\S+){0,5} off|stop(?= (?:the |my |our )?SOURCE)|stop(?= (?:the|my|our) (?:\\S+ )?<server>)|hold(?= SOURCE)|halt|park|go offline)',
);
const resumeVerb = pattern(
  '\\b(?:<resume>|un pause|take(?: \\S+){1,5} off (?:pause|hold)|off pause|bring(?: \\S+){1,5} (?:back|online)|turn(?: \\S+){0,5} on|switch(?: \\S+){0,5} on|start(?= (?:the |my |our )?SOURCE)|back (?:on ?line|to life|in service|into service)|wake(?: up)?|put(?: \\S+){1,5} back|continue(?= (?:with )?(?:the )?SOURCE))\\b',
);
const setPaused =
  (command: 'pause' | 'resume', verb: RegExp): Intent =>
  (said) => {
    if (!verb.test(said.norm) || pattern('\\b(?:<show>|which|what|status)\\b').test(said.norm)) return null;
    const all =
      /\b(?:all|every|each|everything|both)\b/.test(said.norm) && said.sources.length === 0
        ? said.view.sources
        : [];
    if (all.length > 0) return reading(3, ...all.map(({ name }): Command => ({ command, source: name })));
    return reading(
      weigh(said, verb, true),
      ...each(
        said,
        command,
        pattern('\\b(?:<pause>|<resume>|put|take|turn|switch|bring|stop|halt|park|wake|start)\\b'),
      ),
    );
  };

const checkVerb = pattern(
  '\\b(?:<check>|health check|check up|have a look at|look at|look after|run (?:a |the )?(?:health )?(?:check|test)|do (?:a |the )?(?:health )?(?:check|test)|(?:health |check )(?:checks|ups)|run (?:all )?(?:checks|tests))\\b',
);
const stateWord = pattern(
  '\\b(?:<health>|up|ok|status|state|doing|condition|good|still there|in order|in shape|well|available|connectable|answering|answers?|reply|replies|feeling)\\b',
);
const test: Intent = (said) => {
  const { norm } = said;
  const asks =
    pattern('\\b(?:is|are|does|do|how|see|whether|if|still|what|tell|status|know|check)\\b|\\?$').test(
      norm,
    ) && stateWord.test(norm);
  const thing =
    said.sources.length > 0 ||
    pattern('\\b(?:<server>|health|healthcheck|one|it|they|them|everything|things|connectivity)\\b').test(
      norm,
    );
  if (!checkVerb.test(norm) && !(asks && thing) && !pattern('^(?:<health> ?)+$').test(norm)) return null;
  if (urlOf(said.phrase) !== undefined) return null;
  const all =
    said.sources.length === 0 &&
    (/\b(?:all|every|each|everything|everyone|both)\b/.test(norm) ||
      /\b(?:sources|servers|connections|integrations|they|checks|tests|connectors|them|mcps|endpoints|providers)\b/.test(
        norm,
      ));
  const strong = pattern('\\b(?:health|healthcheck|alive|reachable)\\b').test(norm) || (asks && thing);
  if (all) return reading(3, { command: 'test', all: true });
  return reading(
    weigh(said, checkVerb.test(norm) ? checkVerb : stateWord, strong),
    ...each(said, 'test', pattern('\\b(?:<check>|health|on|of|is|does|how is)\\b')),
  );
};

const asksFor = pattern(
  '\\b(?:<show>|who|what|which|any|how many|do (?:i|we) have|have (?:i|we)|get|can i|where are|are there|names? of|know|want|count|is there|summary|status|need)\\b',
);
const genericAgent = pattern('(?:<agent>)\\b');
const listTools: Intent = (said) => {
  const { norm } = said;
  if (said.agent !== undefined && said.tools.length > 0 && /^(?:does|can|has|is|do)\b/.test(norm))
    return reading(3, { command: 'list_tools', agent: said.agent });
  const aboutTools = pattern('\\b<tool>\\b').test(norm);
  const can = pattern(
    '\\bwhat\\b(?: \\S+){0,3} (?:can|could|may|is|does|has|are|do)\\b(?: \\S+){0,5}(?: (?:do|use|call|access|able|offer|provide|expose|have|allowed|available|see|reach|run|got))\\b',
  ).test(norm);
  const owner = said.agent !== undefined || said.sources.length > 0 || genericAgent.test(norm);
  if (!(aboutTools && (asksFor.test(norm) || owner || /\?$/.test(norm))) && !(can && owner)) return null;
  if (pattern('\\b(?:<limit>|<accept>|<change>)\\b').test(norm) && !asksFor.test(norm)) return null;
  if (said.agent !== undefined) return reading(3, { command: 'list_tools', agent: said.agent });
  if (said.sources.length > 0)
    return reading(3, ...said.sources.map((source): Command => ({ command: 'list_tools', source })));
  const near = unknownName(
    said.phrase,
    pattern(
      '\\b(?:<tool>|what can|list|show)(?: (?:does|do|can|of|for|has|have|is|are|available|to|in|on|from|under|behind))*(?=\\s|$)',
    ),
  );
  if (near !== undefined)
    return reading(
      3,
      pattern('\\b<server>\\b').test(norm) && !genericAgent.test(norm)
        ? { command: 'list_tools', source: near }
        : { command: 'list_tools', agent: near },
    );
  const single =
    said.view.sources.length === 1 && pattern('\\b<server>\\b').test(norm) && !genericAgent.test(norm);
  return reading(
    3,
    single ? { command: 'list_tools', source: said.view.sources[0]!.name } : { command: 'list_tools' },
  );
};

const statuses = [
  ['paused', /\b(?:paused?|on hold|off ?line)\b/],
  [
    'error',
    /\b(?:broken|failing|failed|errors?|down|unhealthy|dead|red|wrong|unreachable|not (?:working|healthy|running|ok))\b/,
  ],
  ['disconnected', /\b(?:disconnected|revoked|removed|deleted)\b/],
  ['active', /\b(?:active|healthy|working|running|live|online|up)\b/],
] as const;
const listSources: Intent = (said) => {
  const { norm } = said;
  const thing =
    pattern('\\b<server>\\b').test(norm) || /\b(?:connected|hooked up|plugged in|registered)\b/.test(norm);
  if (!thing || !asksFor.test(norm) || said.sources.length > 0 || urlOf(said.phrase) !== undefined)
    return null;
  const many =
    /\b(?:sources|servers|mcps|connections|integrations|connectors|datasources|endpoints|providers)\b/.test(
      norm,
    ) ||
    pattern('\\b(?:which|what|how many|any|list) (?:\\S+ ){0,2}(?:<server>)').test(norm) ||
    /\b(?:what|which|anything)\b(?: \S+){0,5} (?:connected|hooked up|plugged in|registered)/.test(norm);
  if (!many || pattern('\\b(?:<tool>|<remove>|<add>)\\b').test(norm)) return null;
  const status = statuses.find(([, word]) => word.test(norm))?.[0];
  return reading(3, status === undefined ? { command: 'list_sources' } : { command: 'list_sources', status });
};
const listOf =
  (command: 'list_agents' | 'list_sandboxes', thing: RegExp): Intent =>
  ({ norm, agent }) =>
    thing.test(norm) &&
    agent === undefined &&
    asksFor.test(norm) &&
    !pattern('\\b(?:<tool>|<remove>|why|what is an?)\\b').test(norm)
      ? reading(3, { command })
      : null;

const whyWord =
  /\b(?:why|how come|what is (?:wrong|the (?:problem|matter|issue|trouble))|what went wrong|what happened|reason|for what reason|cause|explain why|what causes)\b|^where (?:is|are|did)\b/;
const missing = pattern(
  '\\b(?:miss|missing|fail\\w*|not|error|broken|red|refus\\w*|reject\\w*|paused|unavailable|gone|absent|held|changed|down|disappeared|vanished|hidden|lost|wrong|unhealthy|skipped|filtered|stopped|only|fewer|<check>)\\b',
);
const why: Intent = (said) => {
  const { norm, source, agent } = said;
  if (!whyWord.test(norm)) return null;
  const tool =
    said.tools[0] ??
    /\b(?!the|a|my|that|which|any|no|this|its|each|every|of|some)(?<tool>[\w-]+) tool\b/.exec(norm)?.groups
      ?.tool;
  const known = source !== undefined || agent !== undefined || tool !== undefined;
  const about =
    known ||
    (missing.test(norm) &&
      pattern('\\b(?:<server>|<agent>|<tool>|<check>|it|this|that|registration|fail\\w*|wrong)\\b').test(
        norm,
      ));
  if (!about) return null;
  const aboutFailure = /\b(?:fail\w*|errors?|refus\w*|reject\w*|wrong|unhealthy|broken|down)\b/.test(norm);
  return reading(known || aboutFailure ? 3 : 2, {
    command: 'why',
    ...(agent === undefined ? {} : { agent }),
    ...(tool === undefined ? {} : { tool }),
    ...(source === undefined ? {} : { source }),
  });
};

const otherWork = pattern(
  '\\b(?:order|buy|book|pizza|code|script|poem|essay|email|e mail|translate|calculate|send|call (?:mom|my)|play|music|song|write|draft|summari[sz]e|search the web|google|invoice|pay|refund me|deploy|restart|reboot|install (?:node|python|docker)|schedule|remind|alarm|program)\\b',
);
const otherThing = pattern(
  '\\b(?:stdio|rest api|graphql|openapi|swagger|soap|grpc|webhooks?|slack|notion|google drive|salesforce|s3 bucket|postgres\\w*|mysql|oauth2?(?: flow)?|mtls|client certificate|basic auth\\w*|user ?(?:name)? ?(?:and|/) ?pass\\w*|username|saml|kerberos|npx|uvx|docker run|local command|saml|(?:create|make|new|add|build) (?:\\S+ ){0,3}(?:<sandbox>|<agent>|account|api key|user))\\b',
);
const notSupported: Intent = ({ norm, phrase }) => {
  if (
    otherThing.test(norm) &&
    urlOf(phrase) === undefined &&
    !pattern('\\bmcp\\b(?! stdio)').test(norm.replace(/\bnot (?:an? )?mcp\b/, ''))
  )
    return reading(3, { command: 'out_of_scope', kind: 'not_supported' });
  if (/\bstdio\b/.test(norm) || /\b(?:is not|no|not an?|without) mcp\b/.test(norm))
    return reading(3, { command: 'out_of_scope', kind: 'not_supported' });
  return isRequest(norm, otherWork) ? reading(2, { command: 'out_of_scope', kind: 'not_supported' }) : null;
};
const chat =
  /\b(?:favou?rite|joke|how are you|how do you do|how is it going|how was your|are you (?:a |an |real|human|alive|there|happy|smart|chatgpt|ai)|who (?:are|made|built|created) you|what is your name|your name|weather (?:today|like|there)|nice weather|love you|marry|meaning of life|tell me (?:a|something) (?:joke|story|funny|fun)|story|football|bored|lol|haha\w*|i am (?:tired|hungry|happy|sad)|do you (?:like|love|dream|sleep|know|think|have (?:feelings|friends))|you are (?:great|nice|funny|smart|cool|stupid|dumb|useless|awesome|amazing)|weekend|old are you|where are you from|what time is it|sing)\b/;
const chitchat: Intent = ({ norm }) =>
  chat.test(norm) ? reading(2, { command: 'out_of_scope', kind: 'chitchat' }) : null;

const bareWords: [RegExp, Command][] = [
  [
    pattern('^(?:sources|servers|mcps|connections|list|status|overview|everything|state|inventory)$'),
    { command: 'list_sources' },
  ],
  [/^agents$/, { command: 'list_agents' }],
  [/^(?:sandboxes|environments)$/, { command: 'list_sandboxes' }],
  [/^(?:tools|functions)$/, { command: 'list_tools' }],
];
/** "sources?", "my agents": the thing alone asks for the list. */
const bareWord: Intent = ({ norm }) => {
  const word = norm.replace(/\b(?:my|the|all|our|please|show|list|me|of|a|an)\b(?! ?$)|[?.]/g, ' ').trim();
  const found = bareWords.find(([only]) => only.test(word));
  return found === undefined ? null : reading(2, found[1]);
};

/** Earlier ones win between equals. */
const intents: Intent[] = [
  destructive,
  why,
  cap,
  moved,
  restrict,
  accept,
  rename,
  rotate,
  setPaused('resume', resumeVerb),
  setPaused('pause', pauseVerb),
  listTools,
  listOf('list_agents', pattern('\\b<agent>\\b')),
  listOf('list_sandboxes', pattern('\\b<sandbox>\\b')),
  listSources,
  revoke,
  test,
  bareWord,
  chitchat,
  notSupported,
];

/** What a clause asks for, apart from filling slots; null when it asks for nothing of ours. */
export const intentOf = (phrase: Phrase, view: View): Reading | null => {
  const of = (kind: string) => phrase.tokens.filter((token) => token.kind === kind).map((token) => token.raw);
  const sources = of('source');
  const said: Said = {
    phrase,
    norm: phrase.norm,
    view,
    source: sources[0],
    sources,
    agent: of('agent')[0],
    tools: of('tool'),
  };
  let best: Reading | null = null;
  for (const intent of intents) {
    const found = intent(said);
    if (found !== null && found.weight > (best?.weight ?? 0)) best = found;
  }
  return best;
};
