import type { Command } from '../../commands.ts';
import { phraseOf } from '../tokens/phrase.ts';
import { generic, isFiller } from '../tokens/references.ts';
import { pattern } from '../vocabulary/lexicon.ts';
import { authOf } from './auth.ts';
import { placedStranger } from './each-source.ts';
import type { Said } from './said.ts';

type Update = Omit<Extract<Command, { command: 'update' }>, 'command' | 'source'>;
/** `tools`: the group of the pattern in which they stand. */
type Rule = { said: RegExp; gives: (tools: string[]) => Update };

const polite =
  '^(?:(?:ok|and|but|so|then|now|no|well|please|actually|can you|could you|i want to|i would like to|let us|,) )*';
const tools = '(?<tools>.+?)';
const of = '(?: (?:on|of|for|from|in|at|with) (?:(?:the|my|our) )*(?:SOURCE|it|<server>)(?: <server>)?)?';
const end = `${of}(?: (?:please|again|then|now|instead))*$`;
const allows = '(?:<limit>|let it (?:use|offer|call)|offer|expose|include|give it|bring back|unhide)';
const list =
  '(?:(?:the|its|list of|SOURCE) )*(?:allowed|permitted|allow ?list|allowlist|offered|list)(?: (?:of|<tool>|list))*';
const every = '(?:all|everything|every|each|any)(?: (?:of )?(?:the|its|<tool>|other))*';
const but =
  '(?:except|except for|but not|besides|apart from|other than|without|bar|minus|excluding|save for|but)';

const rule = (said: string, gives: Rule['gives']): Rule => ({ said: pattern(`${polite}${said}`), gives });
const more = (allow_tools: string[]): Update => ({ allow_tools });
const less = (withhold_tools: string[]): Update => ({ withhold_tools });

/** What is said relative to what is: more tools than now, all but some, the way it was. */
const rules: Rule[] = [
  rule(
    `(?:also|additionally|in addition|furthermore|as well|plus) ${allows}${of} ${tools}(?: too| as well)?${end}`,
    more,
  ),
  rule(`${allows} also ${tools}${end}`, more),
  rule(`let (?:it|that|this|SOURCE) (?:also|additionally|too) (?:use|offer|call|have) ${tools}${end}`, more),
  rule(`let ${tools} through(?: too| as well| also| again)*${end}`, more),
  rule(`${allows} ${tools} (?:too|as well|also|in addition|additionally)${end}`, more),
  rule(`(?:allow|permit|offer|expose|unhide) ${tools}${of} again(?: please| now)*$`, more),
  rule(`(?:add|put|include) ${tools} (?:to|on|in|into) ${list}${end}`, more),
  rule(
    `(?:(?:<limit>|offer|let it (?:use|offer|call)|i want|keep|show) )*(?:(?:it|this|that|(?:(?:the|my|our) )?SOURCE) to )?${every}${of} ${but} ${tools}${end}`,
    (withheld) => ({ allowed_tools: null, withhold_tools: withheld }),
  ),
  rule(
    `(?:do not|never|no longer|not) (?:<limit>|offer|expose|let (?:it|them|(?:the |my |any |our )*<agent>|anyone|anybody) (?:use|offer|call|have)|let it) ${tools}${end}`,
    less,
  ),
  rule(`(?:hide|block|disallow|forbid) ${every}${of} ${but} ${tools}${end}`, (allowed_tools) => ({
    allowed_tools,
  })),
  rule(`(?:disallow|forbid|ban|block|prohibit|hide) ${tools}${end}`, less),
  rule(`(?:remove|take|drop|strike|delete) ${tools} (?:from|off|out of) ${list}${end}`, less),
  rule(
    `(?:remove|take|drop|strike|delete|hide) (?<tools>(?:(?:the|tool|tools|and|TOOL|QUOTED) )*(?:TOOL|QUOTED))(?: tools?)? (?:away )?(?:from|off|out of|on|in) (?:the )?SOURCE${end}`,
    less,
  ),
  rule(`(?:<limit>|offer|expose|open|give me|i want|bring|give) (?:back )?${every}(?: back)?${end}`, () => ({
    allowed_tools: null,
  })),
  rule(`(?:undo|revert|lift|remove|drop|cancel|clear) (?:the|that|this|its) restrictions?${end}`, () => ({
    allowed_tools: null,
  })),
  rule(`(?:undo|revert|lift|remove|drop|cancel|clear) (?:the|that|this|its|any|all) limits?${end}`, () => ({
    undo: true,
  })),
  rule(`take (?:the|that|this|its) (?:rate )?(?:limit|cap)s? off${end}`, () => ({
    what: 'rate_cap_per_minute',
  })),
  rule(
    `(?:(?:undo|lift|remove|drop|cancel|clear|with|set|use) )?(?:the|that|this|its|no|any) (?:rate )?(?:cap|rate limit|call limit)s?${end}`,
    () => ({ what: 'rate_cap_per_minute' }),
  ),
];

/** The tools that stand between two words of a pattern; null when anything else stands there. */
const toolsIn = ({ phrase }: Said, match: RegExpExecArray): string[] | null => {
  const span = match.indices?.groups?.tools;
  if (span === undefined) return [];
  const inside = phrase.tokens.filter(
    (_, at) => phrase.starts[at]! >= span[0] && phrase.starts[at]! < span[1],
  );
  const named = phraseOf(phrase.text, inside).tokens.filter((token) => !isFiller(token));
  const isTool = ({ kind, norm }: (typeof named)[number]) =>
    kind === 'tool' || kind === 'quoted' || (kind === 'word' && /^[a-z]/.test(norm));
  const kept = named.filter(({ norm }) => !pattern('^(?:<tool>)$').test(norm));
  return kept.length > 0 && kept.every((token) => isTool(token) && !generic.has(token.norm))
    ? kept.map(({ raw }) => raw)
    : null;
};

const ours = '(?:(?:the|its|his|my|our|this|that|new|current|mcp) )*';
const changes = '(?:<change>|move|point|repoint|set|redirect|migrate|replace|swap)';
/** "change the url of docs to URL", "point docs at URL". */
const movesSource = pattern(`${polite}${changes} .*SOURCE(?: .*)? (?:to|at|into|with|is|:) URL`);
/** "change its url to URL", "switch it to URL": of which source is for the conversation to say. */
const movesIt = pattern(
  `${polite}${changes} (?:over )?(?:${ours}(?:<address>|<server>|it|that|this)(?: (?:of|for) (?:it|that|this|${ours}<server>))?)(?: over)? (?:to|at|into|:) URL`,
);

/** "change the url of zendesk to URL", and nobody knows that name. */
const movesUnknown = pattern(`${polite}${changes} (?:${ours})?<address> (?:of|for) .+ (?:to|at|into|:) URL`);

/** "we got a new url for it: URL", "its new address is URL", "it lives at URL now". */
const statesMove = pattern(
  `^(?:(?:ok|and|but|so|hey|hi|now|well|by the way|,) )*(?:(?:(?:we|i|they|it) (?:has|have|got|have got|has got) )?(?:(?:the|its|a|an|our|there is|here is) )+(?:new|other|changed|updated) <address>(?: (?:for|of) (?:it|that|this|${ours}<server>))?(?: (?:is|to|:|at|now|,))* URL|(?:it|SOURCE|${ours}<server>) (?:is|lives|runs|sits|has moved|moved|can be found|is reachable) (?:now )?(?:at|on|to|under) URL now)$`,
);

/** What is registered goes to another address; one that is being registered is only corrected. */
const moved = (said: Said): Command[] | null => {
  const { phrase, view, sources, features, url } = said;
  const [source] = sources;
  if (url === undefined || view.sources.length === 0 || features.has('add')) return null;
  const unknown = source === undefined && movesUnknown.test(phrase.norm) ? placedStranger(said) : undefined;
  if (unknown !== undefined && view.flow === null)
    return [{ command: 'update', source: unknown, base_url: url }];
  const open = view.sources.find(({ data_source_id }) => data_source_id === view.slots.source);
  const isOpen = source !== undefined && open?.name.toLowerCase() === source.toLowerCase();
  const isSaid =
    source === undefined
      ? view.flow === null && (movesIt.test(phrase.norm) || statesMove.test(phrase.norm))
      : !isOpen && (movesSource.test(phrase.norm) || statesMove.test(phrase.norm));
  if (!isSaid) return null;
  const named = source !== undefined && { source };
  return [{ command: 'update', ...named, base_url: url, ...authOf(phrase, view) }];
};

const undoesRevoke =
  /\b(?:undo|take back|reverse|revert|undone|get back|bring back|restore)\b.* (?:revoke|revocation|removal|removing|revoking|deletion)\b/;

/** "undo the pause": it is resumed. */
const undoesKind = pattern(
  `${polite}(?:undo|revert|reverse|take back|lift|end) (?:the |that |this )?(?<kind>pause|pausing|resume|resuming)(?: (?:of|on) (?:the )?SOURCE)?(?: (?:too|also|as well|please|again))*$`,
);

/**
 * A change that is said relative to what is: which tools are added or left out, or a limit that goes. Null when a clause
 * says none, asks, or is about the server that is being registered.
 */
export const relativeChange = (said: Said): Command[] | null => {
  const { phrase, view, sources, asks } = said;
  const [source] = sources;
  if (undoesRevoke.test(phrase.norm)) return [{ command: 'help', topic: 'revoke' }];
  if (asks) return null;
  const kind = undoesKind.exec(phrase.norm)?.groups?.kind;
  if (kind !== undefined && view.flow === null)
    return [
      { command: kind.startsWith('paus') ? 'resume' : 'pause', ...(source !== undefined && { source }) },
    ];
  const elsewhere = moved(said);
  const registers = view.flow === 'register' && !/^(?:name|auth_header)$/.test(view.awaiting ?? '');
  if (elsewhere !== null || (view.flow !== null && source === undefined && !registers)) return elsewhere;
  const label = registers ? view.slots.name?.toLowerCase() : undefined;
  // "let Docs also use …", where Docs is the one that is being registered.
  const norm = (label === undefined ? phrase.norm : phrase.norm.replace(` ${label} `, ' it ')).replace(
    /(?: [.,])+$/,
    '',
  );
  for (const { said: pattern, gives } of rules) {
    const match = pattern.exec(norm);
    const named = match === null ? null : toolsIn(said, match);
    if (named === null || (registers && source === undefined && named.length === 0)) continue;
    return [{ command: 'update', ...(source !== undefined && { source }), ...gives(named) }];
  }
  return null;
};
