import type { Command } from '../commands.ts';
import { pattern } from './lexicon.ts';
import { unknownName } from './references.ts';
import { each, type Intent, named, reading, weigh } from './said.ts';
import { urlOf } from './slots.ts';

const checkVerb = pattern(
  '\\b(?:<check>|health check|(?:health|status) of|check up|have a look at|look at|look after|run (?:a |the )?(?:health )?(?:check|test)|do (?:a |the )?(?:health )?(?:check|test)|(?:health |check )(?:checks|ups)|(?:run|do|repeat) (?:all )?(?:the )?(?:checks|tests)|is anything (?:broken|wrong|down)|any (?:problems|issues|trouble)|how is everything)\\b',
);
const stateWord = pattern(
  '\\b(?:<health>|up|ok|status|state|doing|condition|good|still there|in order|in shape|well|goes|going|available|connectable|answering|work|answers?|reply|replies|feeling)\\b',
);
const test: Intent = (said) => {
  const { norm } = said;
  const asks =
    pattern(
      '\\b(?:is|are|does|do|how|give|show|report|see|whether|if|still|what|tell|status|know|check)\\b|\\?$',
    ).test(norm) && stateWord.test(norm);
  const thing =
    said.sources.length > 0 ||
    unknownName(said.phrase, /^how (?:is|are|does|it)\b(?=.* (?:doing|feeling|going|goes)\b)/d) !==
      undefined ||
    pattern(
      `\\b(?:<server>|health|healthcheck|they|them|everything|things|connectivity${said.view.flow !== null ? '' : '|it|one'})\\b`,
    ).test(norm);
  if (!checkVerb.test(norm) && !(asks && thing) && !pattern('^(?:<health> ?)+$').test(norm)) return null;
  if (said.phrase.tokens.some(({ kind }) => kind === 'url' || kind === 'secret')) return null;
  const all =
    said.sources.length === 0 &&
    (/\b(?:all|every|each|everything|everyone|both)\b/.test(norm) ||
      /\b(?:sources|servers|connections|integrations|they|checks|tests|anything|problems|issues|connectors|them|mcps|endpoints|providers)\b/.test(
        norm,
      ));
  const strong = pattern('\\b(?:health|healthcheck|alive|reachable)\\b').test(norm) || (asks && thing);
  if (all) return reading(3, { command: 'test', all: true });
  return reading(
    weigh(said, checkVerb.test(norm) ? checkVerb : stateWord, strong),
    ...each(said, 'test', pattern('\\b(?:<check>|health|on|of|is|does|how is|goes)\\b')),
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
    '\\b(?:what|everything|anything|all)\\b(?: \\S+){0,3} (?:can|could|may|is|does|has|are|do)\\b(?: \\S+){0,5}(?: (?:do|use|call|access|able|offer|provide|expose|have|allowed|available|see|reach|run|got))\\b',
  ).test(norm);
  const owner = said.agent !== undefined || said.sources.length > 0 || genericAgent.test(norm);
  const inside = /\bwhat is (?:in|inside|behind) (?:the |my )?SOURCE\b/.test(norm);
  if (!inside && !(aboutTools && (asksFor.test(norm) || owner || /\?$/.test(norm))) && !(can && owner))
    return null;
  if (pattern('\\b(?:<limit>|<accept>|<change>)\\b').test(norm) && !asksFor.test(norm)) return null;
  if (said.agent !== undefined)
    return reading(3, named({ command: 'list_tools', agent: said.agent }, said.source));
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
    /\b(?:broken|failing|failed|errors?|down|fail|fails|unhealthy|dead|red|wrong|unreachable|not (?:working|healthy|running|ok|operational|reachable|available|responding|online|up)|offline)\b/,
  ],
  ['disconnected', /\b(?:disconnected|revoked|removed|deleted)\b/],
  ['active', /\b(?:active|healthy|working|running|live|online|up|operational)\b/],
] as const;
const listSources: Intent = (said) => {
  const { norm } = said;
  const status = statuses.find(([, word]) => word.test(norm))?.[0];
  const thing =
    pattern('\\b<server>\\b').test(norm) ||
    /\b(?:connected|hooked up|plugged in|registered)\b/.test(norm) ||
    (/\bones\b|^what is (?!up|wrong)/.test(norm) && status !== undefined);
  if (!thing || !asksFor.test(norm) || said.sources.length > 0 || urlOf(said.phrase) !== undefined)
    return null;
  const many =
    /\b(?:sources|servers|mcps|connections|integrations|connectors|datasources|endpoints|providers)\b/.test(
      norm,
    ) ||
    /^what is \w+(?: now)?(?: \?)?$/.test(norm) ||
    pattern('\\b(?:which|what|how many|any|list) (?:\\S+ ){0,2}(?:<server>|ones)').test(norm) ||
    /\b(?:what|which|anything)\b(?: \S+){0,5} (?:connected|hooked up|plugged in|registered)/.test(norm);
  if (!many || pattern('\\b(?:<tool>|<remove>|<add>|explain|what is an?)\\b').test(norm)) return null;
  return reading(3, status === undefined ? { command: 'list_sources' } : { command: 'list_sources', status });
};
const listOf =
  (command: 'list_agents' | 'list_sandboxes', thing: RegExp): Intent =>
  ({ norm, agent }) =>
    thing.test(norm) &&
    agent === undefined &&
    asksFor.test(norm) &&
    !pattern('\\b(?:<tool>|<remove>|why|means?|what is an?)\\b').test(norm)
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
    said.view.awaiting === 'repair' ||
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

const bareWords: [RegExp, Command][] = [
  [
    pattern('^(?:sources|servers|mcps|connections|list|status|overview|everything|state|inventory)$'),
    { command: 'list_sources' },
  ],
  [/^what (?:do|have) (?:i|we) (?:have|got)(?: (?:in )?here)?$/, { command: 'list_sources' }],
  [/^agents$/, { command: 'list_agents' }],
  [/^(?:sandboxes|environments)$/, { command: 'list_sandboxes' }],
  [/^(?:tools|functions)$/, { command: 'list_tools' }],
];
/** "sources?", "my agents": the thing alone asks for the list. */
const bareWord: Intent = ({ norm }) => {
  const word = norm
    .replace(/\b(?:my|the|all|our|please|show|list|me|of|a|an|what is)\b(?! ?$)|[?.]/g, ' ')
    .trim();
  const found = bareWords.find(([only]) => only.test(word));
  return found === undefined ? null : reading(2, found[1]);
};

/** Questions about lists, in order of precedence. */
export const lists: Intent[] = [
  listTools,
  listOf(
    'list_agents',
    pattern(
      '^(?!.*\\b(?:happens?|get rid|make|let|so|from (?:the |my |our |all )*<agent>)\\b).*\\b<agent>\\b',
    ),
  ),
  listOf('list_sandboxes', pattern('^(?!.*\\b(?:<server>|<agent>|happens?)\\b).*\\b<sandbox>\\b')),
  listSources,
];
export { bareWord, test, why };
