import type { View } from '../../interpreter.ts';
import { clausesOf } from '../tokens/clauses.ts';
import { tokenise } from '../tokens/phrase.ts';

const longestLabel = 6;
/** In small letters these make a sentence of many words. */
const sentenceWord =
  /\b(?:i|we|you|they|it|is|are|was|can|could|will|would|should|do|does|what|who|why|how|when|whether|if|because|not)\b/;
/** "lower it": nothing is called by what points at something. */
const pointsAt = /(?<![\p{L}\p{N}])(?:it|its|them|everything|anything)(?![\p{L}\p{N}])/u;

const says = [
  // "leave SOURCE alone", "look at the others": asked of us. "leave tracker" and "call centre" ask nothing.
  /^(?:(?:please|just|do not|never|now) )*(?:leave|hold|hang|give|let|look|check|read|keep|go|wait|tell|show|do|use|take|make|put|try|see|think|remind|come|find|pick|choose|stop|start|follow|copy|test|pause) (?:SOURCE|it|that|this|them|me|us|him|her|you|an?|the|my|our|your|some|any|as|at|on|with|for|without|about|whatever|what|how|until|till)(?![^ ])/,
  // "I would say so", "that depends"
  /^(?:i|we|you|he|she|they)(?: \S|$)/,
  /^(?:that|this|it|there) (?:is|was|will|would|can|could|should|must|may|might|has|does|depends|helps|matters|seems|sounds|looks|means|works|needs)(?![^ ])/,
  // "my dog is called Rex", "my boss decides"
  / (?:is|are|was|were|has|had|would|could|should) \S/,
  /^(?:my|our|his|her|their) \S+ (?:decides|knows|says|thinks|wants|needs|chooses|picks|likes|asks)(?![^ ])/,
  // "ring me", "come back tomorrow", "after our founder"
  /\S me(?![^ ])|\S (?:later|tomorrow|tonight|soon)$|^(?:after|before|without) /,
  // "need to check with Anna", "thanks for asking", "back in five minutes"
  /^(?:need|needs|have|has|got|want|going|trying) to(?![^ ])|^(?:thanks|thank|sorry|no need|brb|afk)(?![^ ])/,
  /\b(?:in|for) (?:an?|one|some|a few|a couple of|two|three|five|ten|\d+) (?:second|sec|minute|min|moment|hour|day|while)s?\b/,
];
/** "ledger, but in lower case" */
const limits = /[\s,]but (?:in|with|only|not|without)\b/;
/** In small letters: what is like another, or still to be found, is no name. */
const placeholder =
  /^(?:the )?(?:same|similar|like) (?:as|to|the)(?![^ ])|^(?:something|anything|someone|somebody|any) \S|^(?:the|an?) (?:\S+ )?one$/;

/** "show sources first", in small letters: asked of us. */
const asksFirst =
  /^(?:(?:hmm|ok|well|and|please|just) )*(?:show|list|pause|resume|revoke|delete|remove|test|check) (?:both|all|everything|SOURCE|sources?|servers?|tools?|agents?|sandboxes)(?![^ ])|^[a-z]+ .* first$/;

/** Each word as names are spelled: "Read the Docs". */
const isTitle = (said: string): boolean =>
  said.split(/\s+/).every((word) => /^[\p{Lu}\d&(]|^(?:of|the|and|for|in|on|to|a|an)$/u.test(word)) &&
  /^(?!I\b)[\p{Lu}\d]/u.test(said);

/** Where any words may be a label: whether these ask or tell something instead. A label is a name, and no sentence. */
export const isSentence = (said: string, view: View): boolean => {
  if (said.split(/\s+/).length > longestLabel && (sentenceWord.test(said) || /\bI\b/.test(said))) return true;
  if (isTitle(said)) return false;
  if (pointsAt.test(said) || limits.test(said)) return true;
  const norm = clausesOf(tokenise(said), view)
    .map((clause) => clause.norm)
    .join(' , ');
  return (
    says.some((form) => form.test(norm)) ||
    (/^\p{Ll}/u.test(said) && (placeholder.test(norm) || asksFirst.test(norm)))
  );
};
