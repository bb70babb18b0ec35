import { type Intent, reading } from './said.ts';

const asksWhy =
  /\b(?:why|how come|reason|cause|explain|what (?:is|was|went) wrong|what is the (?:matter|problem)|what happened)\b/;
const aRun =
  /\b(?:(?:last|latest|previous|recent|newest|first|this|that|the|its|'s|a|any|one|test) (?:\S+ )?runs?\b(?! (?:out|it|them|into))|runs? (?:of|by|from) )/;
/** What only a run does, said of an agent; "miss" and "not have" are said of its tools. */
const wentWrong =
  /\bAGENT\b(?:(?! have| has).)*\b(?:fail\w*|time out|timed out|stop\w*|give up|gave up|crash\w*|answer\w*|reply|replied|respond\w*|short|(?:use|call|try|used|called) (?:no|any|none|a|its|the)\b)/;

/** "why did the last run of triage fail", "why did triage not use any tools". */
export const whyRun: Intent = ({ norm, agent, sources, tools }) => {
  if (!asksWhy.test(norm) || sources.length > 0 || tools.length > 0) return null;
  if (!aRun.test(norm) && !wentWrong.test(norm)) return null;
  return reading(3, { command: 'why', ...(agent === undefined ? {} : { agent }), run: 'last' });
};
