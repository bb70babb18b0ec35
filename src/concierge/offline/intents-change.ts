import type { Command } from '../commands.ts';
import { cardinals } from './answers.ts';
import { pattern } from './lexicon.ts';
import { entity, unknownName } from './references.ts';
import { each, type Intent, named, reading, type Said, weigh } from './said.ts';
import { urlOf } from './slots.ts';

const removeVerb = pattern(
  '\\b(?:<remove>|get rid of|take SOURCE (?:out|away|off)|cut off|throw (?:out|away)|unhook|kick out|take out|take away|<drop>|not (?:want|need|use)(?= (?:\\S+ ){0,4}any ?more)|no longer (?:want|need|use)|get SOURCE out|SOURCE (?:gone|away|loose)|(?<=\\b(?:be|get|got|want|SOURCE|it|that) )(?:removed|revoked|disconnected|deleted|unplugged)|pull the plug on|forget about|forget)\\b',
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
  `\\b(?<count>\\d+|${cardinals.join('|')})(?: (?:tool |x )?(?:calls?|requests?|times?|invocations?|reqs?))?(?: (?:per|a|an|every|each|in a|in one)| ,|\\/) ?(?<unit>s(?:ec(?:ond)?)?|min(?:ute)?|m|h(?:our)?)s?\\b`,
);
const cap: Intent = (said) => {
  const match = rate.exec(said.norm) ?? /\b(?<count>\d+)(?<unit>)(?: calls?| requests?)?\b/d.exec(said.norm);
  if (
    match === null ||
    !(rate.test(said.norm) || /\b(?:rate|cap|rpm)\b/.test(said.norm)) ||
    !pattern(
      '\\b(?:<limit>|<change>|SOURCE|rate|cap|max|maximum|most|set|up to|than|slow|only|just|rpm|per|a)\\b',
    ).test(said.norm)
  )
    return null;
  const digits = match.groups!.count!;
  const count = Number(digits) || cardinals.indexOf(digits) + 1;
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
  '\\b(?:<pause>|put(?: \\S+){1,5} (?:on|to) (?:pause|hold|ice)|on (?:pause|hold)$|take(?: \\S+){1,5} off ?line|turn(?: \\S+){0,5} off|switch(?: \\S+){0,5} off|shut(?: \\S+){0,5} off|stop(?= (?:for (?:\\S+ ){1,3})?(?:(?:the |my |our )?SOURCE|(?:the|my|our) (?:\\S+ )?<server>))|hold(?= SOURCE)|halt|park|go offline|(?<=\\b(?:be|get|keep|SOURCE|it|them) )paused|put SOURCE offline|let SOURCE (?:rest|sleep)|take SOURCE down|SOURCE offline)\\b',
);
const resumeVerb = pattern(
  '\\b(?:<resume>|un pause|take(?: \\S+){1,5} off (?:pause|hold)|off pause|bring(?: \\S+){1,5} (?:back|online)|turn(?: \\S+){0,5} on|switch(?: \\S+){0,5} on|(?:make SOURCE|SOURCE (?:must|should|shall) be) (?:active|available|live|usable)|start(?= (?:the |my |our )?SOURCE)|back (?:on ?line|to life|in service|into service)|wake(?: up)?|put(?: \\S+){1,5} back|continue(?= (?:with )?(?:the )?SOURCE))\\b',
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

/** Requests that change a source, in order of precedence. */
export const changes: Intent[] = [
  cap,
  moved,
  restrict,
  accept,
  rename,
  rotate,
  setPaused('resume', resumeVerb),
  setPaused('pause', pauseVerb),
];
export { revoke };
