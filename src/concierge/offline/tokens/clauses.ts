import type { View } from '../../interpreter.ts';
import { pattern } from '../vocabulary/lexicon.ts';
import { numbers } from '../vocabulary/words.ts';
import { takeName, takeNameBeforeUrl } from './labels.ts';
import { withStrangers } from './name-list.ts';
import { type Phrase, phraseOf, type Token } from './phrase.ts';
import { tagKnown } from './references.ts';
import { takeSandbox } from './sandboxes.ts';

/** What may follow "and" when it begins a new thought rather than going on with a list. */
const newThought = pattern(
  '^(?:(?:possibly|maybe|perhaps|then|also|please|afterwards|after that|just|now|can you|could you|i want to|i want you to|to|you can|finally|maybe|instead|so|do not|let us|let me|to) )*(?!<accept> (?:it|them|these|those|all)\\b)(?:<add>|<remove>|<check>|<pause>|<resume>|<rename>|<rotate>|<change>|<limit>|<accept>|<show>|call|name it|label|title|put|let(?! us| me)|leave|keep|take|turn|bring|use|set|make|what|which|why|how|is|are|it|its|the (?:name|label|title|header|url|token|auth|address|sandbox|key)|no|with|without|tell|run|do|go|forget|cancel|stop|there|in|that|yes|confirm|wipe|drop|get|NAME|SANDBOX|HEADER|URL|throttle|hide|block|disallow|forbid|prohibit|never|bearer|custom|anonymous|auth)\\b|^SOURCE (?:to|at|as) |^(?:(?:the|my|our) )?SOURCE (?:(?:stays?|keeps?|remains?|becomes?|gets?|goes|takes?|should|shall|must|may|can|will)\\b|(?:is|has|needs) to )|^(?:(?:my|the) )?(?:agents|bots|sandboxes|environments|servers|sources|tools)(?: (?:\\?|please|thanks|both|, .*))*$',
);
const joints = /^(?:and|plus|also|&|\+)$/;
const turns = /^(?:then|but|however|otherwise|afterwards|finally|though)$/;

const splitAt = (phrase: Phrase, isBoundary: (at: number) => boolean): Phrase[] => {
  const groups: Token[][] = [[]];
  for (const [at, token] of phrase.tokens.entries()) {
    const boundary = isBoundary(at);
    if (boundary && groups.at(-1)!.length > 0) groups.push([]);
    if (!boundary || token.norm === '?')
      groups[
        token.norm === '?' && groups.at(-1)!.length === 0 && groups.length > 1
          ? groups.length - 2
          : groups.length - 1
      ]!.push(token);
  }
  return groups.filter((tokens) => tokens.length > 0).map((tokens) => phraseOf(phrase.text, tokens));
};

/** Nobody asks for anything in a longer breath; cutting there keeps the work linear in the length of the message. */
const longestSentence = 60;
const inPieces = (sentence: Phrase): Phrase[] =>
  sentence.tokens.length <= longestSentence
    ? [sentence]
    : Array.from({ length: Math.ceil(sentence.tokens.length / longestSentence) }, (_, piece) =>
        phraseOf(
          sentence.text,
          sentence.tokens.slice(piece * longestSentence, (piece + 1) * longestSentence),
        ),
      );

/** "everything but wiki", "all of them, just not the wiki": what is left out belongs to what it is left out of. */
const everything =
  /\b(?:(?:all|every|each|any)(?: (?:of|the|its|my|our|them|these|mcp|server|source|tool)s?)*|everything|anything)(?: (?:on|of|for|in|from) (?:the )?SOURCE)?(?: ,)? $/;
const leavesOut = pattern(
  '^(?:, )?(?!(?:keep|leave) )(?:(?:but|except|excluding|besides|apart from|other than|just|only|not|for|keep|leave|spare) )+(?:(?:the|my|our) )?(?:SOURCE(?![^ ])|TOOL(?:(?: ,| and| , and) TOOL)+(?: (?:on|of|for|from|in) (?:the )?SOURCE)?$|(?!(?:<add>|<remove>|<drop>|<check>|<pause>|<resume>|<rename>|<rotate>|<change>|<limit>|<show>)(?![^ ]))\\S+(?: (?:server|source|one|tool))?(?: (?:on|of|for|from|in) (?:the )?SOURCE)?$)',
);
/** "limit Docs, Wiki and Desk to 10": one cap for all of them. */
const limitOf = pattern(
  '(?<![^ ])<limit>(?: (?:the|my|our|calls|of|on|to))* SOURCE(?:(?: ,| and| , and) SOURCE)* $',
);
const onWithLimit = new RegExp(
  `^(?:and )?(?:the )?SOURCE(?:(?: ,| and| , and) SOURCE)* (?:each )?(?:to|at|down to) (?:\\d|an? (?:hundred|thousand|dozen)\\b|(?:${Object.keys(numbers).join('|')})\\b)`,
);
/** "…, but not Wiki", behind sources; and the rest of a list that is left out. */
const leavesOutSources =
  /^(?:, )?(?:(?:and|but) )?(?:not|except|without|excluding)(?: for)? (?:the )?SOURCE(?:(?: ,| and) (?:the )?SOURCE)*$/;
const exceptedList =
  /\b(?:except|excluding|but|besides|without)(?: for| not)? (?:the )?SOURCE(?:(?: ,| and) (?:the )?SOURCE)* $/;
const listGoesOn = /^(?:and )?(?:the )?SOURCE(?:(?: ,| and) (?:the )?SOURCE)*$/;
const onlySources =
  /^(?:(?:the|my|our|both|so|and|also|then|ok|please|well|hi|hey|hello|[a-z]+ly|,) )*SOURCE(?:(?: ,| and) (?:(?:the|my|our) )?SOURCE)* $/;
const listWithVerb =
  /^(?:and )?(?:(?:the|my|our) )?SOURCE(?:(?: ,| and| , and) (?:(?:the|my|our) )?SOURCE)* (?:should|must|shall|are|need|have|can|may|will|get)\b/;
/** "a header, not a bearer token": what it is not belongs to what it is. */
const statesScheme = pattern('(?<![^ ])(?:<bearer>|<header>|HEADER)(?: tokens?| HEADER)? $');
const setsAside = pattern(
  '^(?:and |but )?(?:no|not|instead of|rather than) (?:(?:an?|the|via|custom) )*(?:<bearer>|<header>)(?: tokens?)?(?= ,|$)',
);
const isSentenceEnd = (phrase: Phrase) => (at: number) => phrase.tokens[at]!.kind === 'stop';
/** One verb for all of a list, behind it or before it; nobody may know some of the names. */
const isInList = ({ norm, starts }: Phrase, at: number): boolean => {
  const [before, next] = [norm.slice(0, starts[at]), norm.slice(starts[at + 1] ?? norm.length)];
  // "Docs and Wiki should be paused"
  return (
    (onlySources.test(before) && listWithVerb.test(next)) || (limitOf.test(before) && onWithLimit.test(next))
  );
};
const isClauseEnd =
  (phrase: Phrase, named = withStrangers(phrase)) =>
  (at: number) => {
    const token = phrase.tokens[at]!;
    const next = phrase.norm.slice(phrase.starts[at + 1] ?? phrase.norm.length);
    if (token.kind === 'comma' && /^(?:(?:why|how come)(?: not)?|or not)(?: \?)?$/.test(next)) return false;
    const goesOn = next !== '' && next !== '?';
    const before = phrase.norm.slice(0, phrase.starts[at]);
    if (token.kind === 'comma' && statesScheme.test(before) && setsAside.test(next)) return false;
    if ((token.kind === 'comma' || joints.test(token.norm)) && isInList(named, at)) return false;
    if (
      /^(?!(?:the )?SOURCE\b).*\bSOURCE\b/.test(before) &&
      leavesOutSources.test(phrase.norm.slice(phrase.starts[at]))
    )
      return false;
    // "let Docs also use search"
    if (
      token.norm === 'also' &&
      /(?:^| )let \S+(?: \S+)? $/.test(before) &&
      /^(?:use|offer|call|have) /.test(next)
    )
      return false;
    if (token.norm === 'but' && /\bnothing $/.test(before)) return false;
    if (exceptedList.test(before) && listGoesOn.test(next)) return false;
    if (everything.test(before) && leavesOut.test(phrase.norm.slice(phrase.starts[at]))) return false;
    // "pause wiki i mean docs", written without a comma.
    if (token.norm === 'i' && /\bSOURCE $/.test(before) && /^(?:mean|meant) (?:the )?SOURCE\b/.test(next))
      return true;
    if (token.kind === 'comma' || (turns.test(token.norm) && goesOn)) return true;
    return (
      joints.test(token.norm) &&
      (token.norm === 'also'
        ? at > 0
        : newThought.test(phrase.norm.slice(phrase.starts[at + 1] ?? phrase.norm.length)))
    );
  };

const interjection =
  /^(?:(?:oh|ok|no|hmm|but|ah|please) )*(?:(?:wait|hold on|hang on)(?: (?:a|one|just a) (?:second|sec|minute|moment))?|scratch that|my bad|oops|never ?mind that)(?= (?!(?:for|until|till|a|an|to|before|with|please|here|there|longer|and|or|up|on|off|,|\.|what \?|what$)(?: |$)))/;
/** "wait what is broken", "oh wait I meant prod": the words before the thought are one of their own. */
const afterInterjection = (sentence: Phrase): Phrase[] => {
  const said = interjection.exec(sentence.norm)?.[0];
  if (said === undefined) return [sentence];
  const at = sentence.starts.findIndex((start) => start > said.length - 1);
  return [sentence.tokens.slice(0, at), sentence.tokens.slice(at)].map((tokens) =>
    phraseOf(sentence.text, tokens),
  );
};

/** "…, which needs a token": it asks nothing. */
const withoutRelative = (clause: Phrase): Phrase =>
  /^(?:which|who)$/.test(clause.tokens[0]!.norm) &&
  clause.tokens.at(-1)!.norm !== '?' &&
  clause.tokens.length > 1
    ? phraseOf(clause.text, clause.tokens.slice(1))
    : clause;

const takeAll = (phrase: Phrase, take: (phrase: Phrase) => Phrase): Phrase => {
  let current = phrase;
  for (let round = 0; round < 4; round++) {
    const next = take(current);
    if (next === current) break;
    current = next;
  }
  return current;
};

const nothingBesides = /^(?:and |but )?nothing (?:else|more|besides)(?: please)?$/;
/** "allow only search on Docs, nothing else": behind what is asked of a thing it says no more than "only". */
const isEmphasis = (clause: Phrase, at: number, all: Phrase[]): boolean =>
  nothingBesides.test(clause.norm) &&
  all.slice(0, at).some(({ tokens }) => tokens.some(({ kind }) => /^(?:source|tool|agent|url)$/.test(kind)));

const asksKindly = /^(?:\S+ ){0,4}?(?:(?:can|could|would|will) you|please)\b/;
const questionWord =
  /^(?:and |or |but )?(?:what|which|who|whose|when|where|why|how|is|are|does|do|did|has|can|could|should|shall|will|would|may|must)\b/;
/** "could you add URL, no auth, called Toolbox?": the mark is that of the request, and not of its last part. */
const withoutKindMark = (clause: Phrase, at: number, all: Phrase[]): Phrase =>
  clause.tokens.length > 1 &&
  clause.tokens.at(-1)!.norm === '?' &&
  !questionWord.test(clause.norm) &&
  all.slice(0, at).some(({ norm }) => asksKindly.test(norm))
    ? phraseOf(clause.text, clause.tokens.slice(0, -1))
    : clause;

/** A message as clauses in the order said, with addresses, labels, sandboxes, sources and agents tagged. */
export const clausesOf = (message: Phrase, view: View): Phrase[] =>
  splitAt(message, isSentenceEnd(message))
    .flatMap(inPieces)
    .flatMap(afterInterjection)
    .flatMap((sentence) => {
      const known = tagKnown(sentence, view);
      const labelled = takeAll(known, (phrase) => takeName(phrase, view));
      const placed = takeAll(takeAll(labelled, takeNameBeforeUrl), (phrase) => takeSandbox(phrase, view));
      return splitAt(placed, isClauseEnd(placed))
        .filter((clause, at, all) => !isEmphasis(clause, at, all))
        .map(withoutKindMark)
        .map((clause, at) => (at > 0 ? withoutRelative(clause) : clause));
    });
