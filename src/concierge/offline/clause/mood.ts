import { everywhere, pattern } from '../vocabulary/lexicon.ts';
import { someTime } from './later.ts';

/**
 * How a clause is meant. Only a request may act: what is asked, refused, put off or made to depend on something
 * may not, whatever verbs are in it.
 */
export type Mood = 'request' | 'question' | 'refusal' | 'talk';

const acts = pattern(
  '\\b(?:<add>|<add-ed>|<remove>|<drop>|<check>|<pause>|<resume>|<rename>|<rotate>|<change>|<limit>|<accept>|confirm|continue|proceed|apply|save|submit|go|discard|bin|do (?:it|that|so)|get rid|cut|put|take|turn|switch|throw|call|stop)\\b',
);
const refuses =
  /\b(?:not|never|no (?:need|way|reason|circumstances|longer want to)|without|avoid|refrain|forbid|rather than|instead of|hesitate|nobody)\b/;
/** "can you not", "why not", "do not allow more than 5": they ask for it all the same. */
const refusesNothing = everywhere(
  /^(?:nobody|no one|no agent) (?:can|may|should|must|shall|is (?:able|allowed) to)\b|\b(?:not only|why not|(?:make sure|ensure|want|see to it)(?: that)? (?:nobody|no one)|(?:can|could|would|will) (?:you|we) not|(?:not|never) (?=(?:be )?(?:allow|permit|let|call|use|get|take|receive|have|hit|called|used|hit|queried|asked|invoked)(?: \S+){0,4} more)|not (?:need|want|use|have|like)(?= (?:the |my |our )?SOURCE)|not (?:needed|used|required|necessary|wanted)(?! (?:to|that|for)\b)(?: any ?more| any longer)?)\b/,
);
/** "is with token", "is ok for me": a statement that leaves out its subject. */
export const statement =
  /^should (?:be|read|say|go)\b(?!.*\?)|^is (?:(?:all|everything) (?:ok|fine|good|right|correct|perfect)|ok|fine|good|right|correct|perfect|with|without|not|no|in|on|for|an?|one|necessary|needed|open|public|better|the same|named|called|bad|wrong|HEADER|NAME|URL|SANDBOX)\b(?!.*\?)|^has (?:not|no|the|an?|one|token|header)\b(?!.*\?)|^shall we \?$/;
const asks =
  /^(?:(?:and|so|but|ok|hmm|wait|well|lol|haha\w*|,) )*(?:since when|what|which|who|whose|when|where|why|how|should|shall|is|are|was|were|(?:does|did)(?! not)|has|have (?:you|they|i|we)|do (?:i|we|they)|am i|(?:can|could|may|might) (?:SOURCE|AGENT|it|they|(?:(?:the|my|our) )?(?!(?:you|we|i|someone|somebody|please) )[a-z]+s?(?= (?:only|use|call|be|have|see|offer|take)))(?! please)|will (?:it|that|this|they|my|the|i|we|you)|can i)\b/;
/** "how do I connect a server?", "why not revoke it": a request in the clothes of a question. */
const asksPolitely =
  /^(?:(?:and|so|but|ok|hi|hello|,) )*(?:how (?:do |can |could |would |to |i can )|is it possible to |can i (?:please )?(?:get|have|add|register|connect)|why not|shall we)/;
const doing = pattern(
  '(?:<add>|<remove>|<drop>|<check>|<pause>|<resume>|<rename>|<rotate>|<change>|<limit>)$',
);
/** "stop pausing it", "no pausing please": what is going on shall not. */
/** "pause it, or not?": whether to is what is asked. */
const orNot = /\bor not(?: \?)?$/;
const refusesDoing =
  /\b(?:stop|no|not|skip|quit|avoid|forget|about|without|against|before|after|by|when|while) [a-z]+ing(?![^ ])/;
/** "pause neither", "pause it lol no", "just kidding": taken back in the same breath. */
const takesBack = /\bneither\b|\b(?:lol no|just kidding|jk|not really|never mind that)(?: [.!])*$/;
const wonders =
  /\b(?:if|whether|unless|in case|what happens|wonder\w*|not sure|unsure|afraid|thinking about|know (?:who|what|when)|idea to|take to|hurt to|depends)\b/;
const named = '(?:pretend|imagine|suppose|assume|assuming|supposing)';
/** A verb of ours behind one of these is talked about, and not asked for. */
const talks = [
  // "remind me to pause it"
  /\bremind (?:me|us|them|him|her)\b/,
  // "pretend you revoke it"
  new RegExp(`^(?:(?:ok|so|and|now|let us|please|just|,) )*${named}(?: that)? (?:you|we|i|they)\\b`),
  // "my boss says we should revoke it"
  /\b(?:says?|said|thinks?|suggests?|suggested|claims?|told (?:me|us))\b(?: that)? (?:\S+ ){1,4}?(?:should|must|could|might|ought|can)\b/,
  // "they asked me to pause it and I refused", "ask me before pausing it", "before you pause it, …"
  /\basked me to\b|\bask me (?:before|first)\b|\bbefore (?:you|we|i|they)\b/,
  // "Bob wants to revoke it", "someone should pause it"
  /^(?!(?:i|we|you|please)\b)(?:SOURCE|[a-z]+) wants? (?:me |us |you )?to\b|\b(?:someone|somebody) \b/,
  // "I would pause it", "we might rename it"; "I would like you to" asks for it.
  /^(?:i|we|they|he|she) (?:would|could|might)(?! (?:be|like|love|want|prefer|need|appreciate|rather|really|very much|also|please)\b)\b|\b(?:we|i|they) (?:might|may)\b/,
  // "I hate it when you pause it", "yesterday I said pause it"
  /\b(?:hate|refused|considering|yesterday) \b/,
  // "I was going to pause it", "I refuse to", "there is no point in it"
  /\b(?:was|were|am|is) (?:going|about|thinking|planning|trying) (?:to|of)\b|\b(?:had|used|tried|refuse|refuses|regret|forgot) to\b|\bdecided against\b|\b(?:plan|idea) (?:is|was) to\b|\b(?:point|sense) in\b|\b(?:mistake|wrong) (?:to|of)\b|\btook (?:me|us)\b/,
  // "let us say I pause it", "Anna wrote: pause it"
  /^(?:ok |so |and )*let us say\b|\b(?:wrote|writes|says|said|reads|subject)(?: ,)? : /,
  // "translate: pause it"
  /^(?:translate|example|for example|type|spell|say|quote)(?: :)? /,
];
const onlyTalks = (before: string): boolean => talks.some((talk) => talk.test(before));
/** "Docs is on hold", "we call Docs the wiki", "sales only uses search", "our plan allows 10": told, and not asked for. */
const tells = pattern(
  '^(?:(?:ok|and|but|so|hey|now|hi|well|,) )*(?:(?:the|my|our) )?(?:SOURCE(?: <server>)? (?:is|was|has been|had been|will be|gets|got|went|goes)(?! (?:to|a|an|no longer|not needed|not used|obsolete|unused|URL|at|now at|now URL|moved|moving)(?![^ ]))|it (?:is|was|has been|had been|will be|got)(?: (?:already|now|still))? (?:paused|on hold|off|back|gone|limited|capped|renamed|revoked|removed|deleted|restricted)(?![^ ])|(?:SOURCE|it)(?: <server>)? (?:only )?(?:offers|has|exposes|shows|lists|provides|uses|needs|used)(?: only)? (?:TOOL|QUOTED)|(?:the|that|this) (?:pause|resume|revocation|rename|renaming|limit|cap|restriction) (?:of|on) |(?:AGENT|(?:the|my|our) (?:<agent>)) (?:only )?(?:uses|needs|calls|has|sees)|(?:we|they|people|everyone|everybody|(?:my|our|the) [a-z]+) (?:call|calls|called|name|names) SOURCE|(?:the|my|our|their|its) (?:[a-z]+ ){1,2}(?:allows|permits|limits|restricts|caps|throttles|accepts|approves|pauses|resumes|renames|rotates|revokes|removes)(?![^ ]))',
);
const ofAccess = pattern(
  '(?<![^ ])(?:URL|HEADER|<auth>|<bearer>|<credential>|<open>|<own_header>|<needless>)(?![^ ])',
);
const atSomeTime = new RegExp(`\\b${someTime}`);
/** What hangs on a time or a condition. */
export const putsOff =
  /\b(?:unless|in case|when (?!you\b|possible)|once (?!more|again)|as long as|soon\b|by (?:noon|midnight|tonight|tomorrow|then)|on weekends|at the end of|only (?:if|after|when|once|with)|after (?:i|we|you|he|she|they|someone|somebody) |if (?!possible|you (?:can|could|do not mind|please)|not\b|it is possible)|(?<!until )tomorrow|later|yet|next week|some ?day|not now)\b/;

const isAsked = (norm: string): boolean =>
  asks.test(norm) && !asksPolitely.test(norm) && !statement.test(norm);

/** "pausing Docs was a mistake": what is judged is not asked for. */
const judges = /^[a-z]+ing (?:the )?SOURCE(?: [a-z]+)? (?:is|was|were|would|seems)\b/;
/** "Docs should not be revoked". */
const refusesPassive =
  /\bnot (?:think|believe)\b|\b(?:should|must|may|shall|can|need|ought|is|are) (?:not|never) (?:to )?be\b/;
/** "we don't need Docs paused", "no need for it to be renamed". */
const refusesDone = pattern(
  '\\b(?:not|never|no) (?:\\S+ ){0,3}?(?:SOURCE|it|them|that|this|any of them|either)(?: <server>)? (?:to (?:be|get) )?(?:<pause-ed>|<resume-ed>|<remove-ed>|<drop-ed>|<rename-ed>|<rotate-ed>|<change-ed>|<limit-ed>|<check-ed>)(?![^ ])',
);
/** "pause Docs at 10" is a time where "cap Docs at 10" is a number. */
const atAnHour = /\bat \d{1,2}(?: [.!])*$/;
const isOfCap = pattern('(?:<limit>|set|keep|call|change|rate)$');
/** It tells how something of ours is. */
export const isTold = (norm: string): boolean =>
  (tells.test(norm) || judges.test(norm)) && !ofAccess.test(norm) && !isAsked(norm);

/** "revoke Docs, but only after I confirm": that is how it is done. */
const asksAnyway = pattern('<remove>|<drop>|get rid');
const afterMyYes =
  /\b(?:only )?(?:after|once|when|if) i (?:have )?(?:confirm|agree|approve|say (?:yes|so))(?:ed|d)?\b/;
/** The mood of a clause, from the words before its first verb of ours and from what it depends on. */
export const moodOf = (said: string): Mood => {
  const norm = said.replace(refusesNothing, '');
  if (isTold(norm)) return 'talk';
  if (refusesDone.test(said) && !isAsked(said)) return 'refusal';
  const verb = acts.exec(norm);
  const isRefused = takesBack.test(norm) || doing.test(refusesDoing.exec(norm)?.[0] ?? '');
  if (verb !== null && isRefused) return 'refusal';
  if (verb === null) return isAsked(norm) ? 'question' : refusesPassive.test(norm) ? 'refusal' : 'request';
  if (atAnHour.test(norm) && !isOfCap.test(verb[0])) return 'talk';
  const before = norm.slice(0, verb.index);
  if (isAsked(norm) || orNot.test(norm) || wonders.test(before) || /^(?:maybe|perhaps) .*\?$/.test(norm))
    return 'question';
  if (refuses.test(before)) return 'refusal';
  if (onlyTalks(before)) return 'talk';
  const hangs = asksAnyway.test(verb[0]) ? norm.replace(afterMyYes, '') : norm;
  return atSomeTime.test(hangs) || putsOff.test(hangs) ? 'talk' : 'request';
};

const steers =
  /\b(?:cancel(?:led|ling)?|abort|quit|exit|stop|start(?:ing)? (?:over|again|from|anew|afresh|all)|restart|reset|begin|go|back|undo|rewind|skip|pass|omit|leave|drop|forget|scrap)\b/;
/** "can I go back?" asks for it; "can I go back later?" only asks. */
const mayI =
  /^(?:(?:ok|no|so|wait|hey|oh|sorry|please|,) )*(?:can|could|may|shall) (?:i|we) (?:please |just |also )*$/;
const wondersHow =
  /^(?:(?:and|so|or|but|ok|wait|what if|,) )*(?:how|is it possible|(?:do|does|must|will|would|can|could|may|shall|should) (?!you|we not)\S+)\b/;
const oneDay =
  /\b(?:later|afterwards?|anything|still|any ?time|tomorrow|yet|some ?day|next week|when|if|once|then|something)\b/;

/** The same of a clause that moves the conversation itself: what cancels it, starts it over, goes back or skips. */
export const steeringMoodOf = (said: string): Mood => {
  const norm = said.replace(refusesNothing, '');
  const verb = steers.exec(norm);
  const before = verb === null ? '' : norm.slice(0, verb.index);
  const isLater = oneDay.test(norm);
  if (mayI.test(before) && !isLater) return 'request';
  if (isAsked(norm) || wondersHow.test(norm) || wonders.test(before)) return 'question';
  if (refuses.test(before) || /\b(?:nor|afraid|no)\b \S/.test(before)) return 'refusal';
  if (/\blater\b/.test(before) || onlyTalks(before) || atSomeTime.test(norm)) return 'talk';
  return verb !== null && /\b(?:tomorrow|next week|some ?day|if|unless)\b/.test(norm) ? 'talk' : 'request';
};
