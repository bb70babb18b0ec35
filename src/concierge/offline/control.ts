import type { Command } from '../commands.ts';
import type { View } from '../interpreter.ts';
import { everywhere, pattern } from './lexicon.ts';
import type { Phrase } from './phrase.ts';

/** Words that carry no meaning of their own in a short reply. */
const filler = new Set(
  `it is this that now all the of for me by please thanks thank you so then just very much here one with let us we i am do and to
  want would like think looks look sounds seems be can will as well too them those these my your course way have at on in up a an
  hmm hm um uh er ah oh well hey hi there again more first actually really mate man guys sir dear friend buddy kind if could
  , . : ; - ? ! " ( ) / ' ... 'm 's bit go was been right should shall may maybe also ok any anyway after got our has had but
  quick quickly 🚀 🙂 😊 😀 😄 😅 🎉 ✨ 🤔 😉 🤷 guess quite meant mean here's its everything thing things whole process question step stuff operation conversation`.split(
    /\s+/,
  ),
);
export const onlyFiller = (norm: string): boolean =>
  norm.split(' ').every((word) => word === '' || filler.has(word));
/** True when the phrase says `what` and, beyond padding, nothing else. */
const says = (norm: string, what: RegExp, more: RegExp = /$^/): boolean =>
  what.test(norm) && onlyFiller(norm.replace(everywhere(what), ' ').replace(everywhere(more), ' '));

const yes =
  /\b(?:yes|sure|ok|right|correct|agree|agreed|absolutely|definitely|certainly|affirmative|exactly|proceed|confirm|confirmed|confirming|approved?|approving|go|continue|perfect|perfectly|fine|good|great|true|accept|accepted|indeed|totally|deal|lgtm|of course|make it so|why not|works|what i (?:want|wanted|need|meant)|happy|satisfied|excellent|awesome|nice|super|cool|valid|precisely|yessir|accurate|matches|roger|positive|(?:do|use) (?:it|that|so|this)|please do|ship it|by all means|no (?:problem|objections?|issues?|changes?))\b|\+1|👍|✅|👌|💯/;
const act: Record<string, string> = {
  register:
    '\\b(?:finish|complete|<add>|<added>|registration|save|create|submit|run|execute|activate|start|source|server|all|set|happy|me|details|data|information|summary|ahead|both|works|safe|thing|live)\\b',
  revoke:
    '\\b(?:<remove>|get rid of|<drop>|throw|take|out|revocation|removal|execute|run|source|server|gone|go|ahead|away|happy|understood|understand|access)\\b',
  update: '\\b(?:<change>|<rotate>|<rename>|save|apply|source|server|ahead|works|url|address|new)\\b',
  create_sandbox: '\\b(?:<add>|create|make|save|<sandbox>|ahead|works|new)\\b',
};
const actOf = (view: View): RegExp => pattern(act[view.flow ?? 'register']!);
const actAlone: Record<string, RegExp> = {
  register: pattern(
    '^(?:(?:now|please|then|so|just|go ahead and|you can|ok) )*(?:<add>|save|create|submit)(?: (?:it|this|that|the server|the source|now|please|them|up|in))*(?: [.,])?$',
  ),
  revoke: pattern(
    '^(?:(?:now|please|then|so|just|go ahead and|you can|ok) )*(?:<remove>|<drop>)(?: (?:it|this|that|the server|the source|now|please))*(?: [.,])?$',
  ),
  update: pattern(
    '^(?:(?:now|please|then|so|just|you can) )*(?:<change>|save|apply)(?: (?:it|this|that|now|please))*$',
  ),
  create_sandbox: pattern(
    '^(?:(?:now|please|then|so|just) )*(?:create|make|add)(?: (?:it|this|that|now|please))*$',
  ),
};
const notYes =
  /\b(?:(?<!why )not|no(?! (?:problem|objections?|issues?|changes?))|never|wrong|wait|cancel|without|different|if)\b/;

/** Agreement and nothing else: "that one, yes", "it is good, please do", "ok register it". */
export const isYes = (norm: string, view: View): boolean =>
  norm === 'why not' ||
  (!notYes.test(norm) &&
    !/^(?:is(?! (?:ok|fine|good|right|correct|perfect))|are|was|does|do you|can|could|what|why|how|who|when|where|should|shall|will) |\?$/.test(
      norm,
    ) &&
    (says(norm, yes, actOf(view)) ||
      (view.awaiting === 'confirmation' && (actAlone[view.flow ?? 'register']?.test(norm) ?? false))));
const condition =
  /\b(?:unless|until|except|provided|as long as|when|once (?!more|again)|if|only|tomorrow|later|before (?:you|i|we|the|it)|after(?! (?:that|all|this|it)\b)|not (?:now|yet|today))\b/;
/** "yes, after the meeting", "yes, but keep the tools": agreement to something else than what was asked. */
export const isConditional = (norm: string, onlyAgrees: boolean): boolean => {
  const agreed = yes.exec(norm);
  const said = agreed === null ? '' : norm.slice(agreed.index + agreed[0].length);
  return condition.test(said) || (onlyAgrees && /\bbut\b/.test(said));
};
/** The words of agreement that are never mere openers of a sentence ("ok, list my agents"). */
export const isFirmYes = (norm: string): boolean =>
  /\b(?:yes|confirm(?:ed)?|go ahead|do it|proceed|absolutely|agreed|correct)\b/.test(norm);

const no = pattern(
  '\\b(?:no|not|never|negative|wrong|incorrect|rather not|do not|wait|hold on|hang on|stop|(?:keep|leave) (?:it|them|that)|refuse|refused|reject|rejected|decline|declined|disagree|bad idea|false|nothing|neither)\\b|👎|❌',
);
const noAct = pattern(
  '\\b(?:<add>|<added>|<remove>|<change>|asking|yet|want|way|need|would|that|like|today|sure|thanks|absolutely|right|idea|me|the|server|source|ready|do|better|correct|true|good|ok|happy|ahead|proceed|confirm|mistake|now|moment|second|minute|sec)\\b',
);
/** Refusal and nothing else: "don't", "no thanks", "not yet". */
export const isNo = (norm: string): boolean =>
  !/\?$|\bnot (?:sure|know|understand)\b|\bno (?:idea|clue)\b/.test(norm) && says(norm, no, noAct);

const rest =
  '(?:registration|revocation|registering|revoking|rotation|update|request|flow|form|setup|thing|adding|change|all|instead|here|that|it|everything|better|leave|no|not|wait|yes|do|<server>|today|going|later|rest|let us|quit|oops|sorry|on second thought|just|about|anymore|need|want)';
type Control = { command: Command; what: RegExp; more?: RegExp };
const controls: Control[] = [
  {
    command: { command: 'cancel' },
    what: pattern(
      '\\b(?:cancel(?:led|ling)?|abort|quit|exit|never mind|forget (?:it|that|this|about (?:it|this|that))|stop|call (?:it|this|that) (?:off|quits)|(?:drop|scrap|scratch|skip|ditch|kill|leave|drop) (?:it all|all this|this thing|the whole (?:thing|registration))|(?:changed|change) my mind|not anymore|(?:let us|we) (?:leave|drop|stop|forget|abandon|not do) (?:it|this|that)|abandon|do not (?:bother|want (?:this|it|to) (?:anymore|any more)))\\b',
    ),
    more: pattern(`\\b${rest}\\b`),
  },
  {
    command: { command: 'restart' },
    what: /\b(?:start (?:over|again|from (?:scratch|the (?:beginning|start|top))|anew|afresh|fresh)|restart|begin (?:again|anew|from (?:scratch|the (?:beginning|start)))|from (?:scratch|the (?:beginning|start|top))|reset|clean slate|all over again|start all over)\b/,
    more: /\b(?:registration|form|begin|over|start|conversation|chat|flow)\b/,
  },
  {
    command: { command: 'repeat' },
    what: /\b(?:repeat|wait|hold on|hang on|(?:one|a|just a) (?:moment|second|sec|minute)|let me (?:think|check|see|look)|hmm+|give me a (?:moment|second|minute|sec)|say (?:that|it|this) (?:again|once more|one more time)|(?:come|once|ask(?: me)?|tell me|one time) (?:again|more)|pardon|(?:what|which) (?:was|is) (?:the|your) (?:\w+ )?question|what (?:did|do) you (?:ask|say|want)(?: to know)?|what were you asking|where were we|sorry \?|(?:did not|do not) (?:catch|get|hear) (?:that|it)|one more time|rephrase|come again|what was that|show me the question)\b|^sorry \?$/,
    more: /\b(?:question|last|previous|what|you|did|asked|ask|said|say|sorry|i|me|time|missed|not|catch|from|again|that)\b/,
  },
  {
    command: { command: 'back' },
    what: /\b(?:back|previous|undo|step back|rewind|go up)\b/,
    more: /\b(?:go|one|step|question|previous|return|return to|take me|move|last|bring|jump|before|the|a|to|get|slot|field|want|need|wait|no|sorry|can|need|answer|change|edit)\b/,
  },
  {
    command: { command: 'skip' },
    what: /\b(?:skip|pass|next|omit|leave (?:it|that|this) (?:out|blank|empty))\b/,
    more: /\b(?:step|question|one|field|go|on|rather|now|no|to|slot|it|label|name|sandbox|part)\b/,
  },
  {
    command: { command: 'bye' },
    what: /\b(?:bye|goodbye|good bye|see (?:you|ya|yes)|see ya|cya|farewell|good night|ciao|talk (?:to you )?(?:later|soon)|until next time|so long|that is all|that will be all|i am done|we are done|all done|nothing else|no more)\b/,
    more: /\b(?:later|soon|tomorrow|thanks|day|nice|have|a|great|good|evening|night|weekend|no|nope|today|need|take care|for|now)\b/,
  },
  {
    command: { command: 'thanks' },
    what: /\b(?:thanks|thank you|thank u|appreciated?|much obliged|grateful|danke|merci|gracias|well done|good job|nice work|great work|great job)\b|🙏/,
    more: /\b(?:lot|many|help|helping|helpful|great|nice|very|perfect|kindly|cool|awesome|good|super|excellent|work|job|ok|appreciate|that|works|amazing|lovely|wonderful)\b|👍|👌/,
  },
  {
    command: { command: 'greet' },
    what: /\b(?:hello|hi|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|moin|hallo|salut|hola|yo|ciao)\b|👋/,
    more: /\b(?:there|concierge|team|all|everyone|bot|assistant|folks|morning|friend|day|to|you|anybody|anyone)\b/,
  },
];

/** The control command a whole clause amounts to, or null. Greetings and thanks count only when nothing else is said. */
export const controlOf = (phrase: Phrase): Command | null => {
  const norm = phrase.norm.trim();
  if (/^(?:stop|do not)\b.*\b(?:not)\b/.test(norm)) return null;
  return controls.find(({ what, more }) => says(norm, what, more))?.command ?? null;
};

const topicHelp =
  /^(?:please )?(?:help|h|\? ?|huh|info|what|hint|example|examples|why|how|hm \?|hmm \?)(?: (?:me|please|\?|!|\.|so|that|this|not|is that|now|out|needed|wanted|though|come|exactly))*$|\b(?:help me|need (?:some )?(?:help|assistance)|i need a hint|(?:can|could|would) you (?:please )?(?:help|explain|assist)|explain|for example|an example|what (?:do|does|did) (?:you|it|that|this|they) (?:mean|want|need|do with|expect)|what (?:should|shall|must|do|can|could) i (?:type|say|enter|put|write|answer|do|give|choose|pick|paste|fill|tell|ask)|what (?:are|is) (?:my|the) (?:options?|choices?|possibilit\w+|difference)|which (?:one )?(?:should|do) i (?:choose|pick|take|use|need)|where (?:do|can|would|should|could|is|does|will|are|did) (?:i|it|one|you|we|that|this|they|the)|what (?:is|are|means?) (?:a |an |the |this |that |it |meant |your )*(?:bearer|token|auth\w*|custom|header|label|name|sandbox|mcp|url|address|credential|key|base url|for|used|about|scheme|secret)|what kind of|(?:can|could|will) (?:you|anyone|anybody|someone|claude|the model|others) (?:see|read|access|use) (?:it|my|the|that|this)|where (?:are|is|do|does|will|did) (?:\S+ ){0,3}(?:stored|kept|saved|go|end up)|who (?:can|will|could|gets) (?:see|read|to see|access)|(?:is|will|are|does|do) (?:it|this|that|you|they|my \w+|the \w+|anyone|anybody|a model|claude) (?:\w+ )?(?:safe|secure|stored?|keep|kept|encrypted|logged|share|shared|visible|log|see|saved|shown|private|confidential|leak)|what (?:will|would|is going to) happen|what happens|(?:can|could|may) i (?:\S+ ){0,4}later|not have (?:it|one|any|that|this)|(?:(?:do|did|does) )?not (?:know|understand|follow|get it)|not sure|no (?:idea|clue)|unsure|i am (?:confused|lost|stuck|unsure)|confus\w+|how (?:do|can|should|would|does|to|will) (?:i|we|you|it|this|that|one|get|find)|why (?:do|does|would|is|are|must|should|did|can) (?:you|i|we|it|this|that|the|a|my)|what (?:do|will|would|can|could|happens) (?:you|i|it|this|we|do)|is (?:that|it|this) (?:necessary|required|needed|optional|mandatory|really)|do i (?:have|need|really|must)|must i|what for|how come|what format|tell me more|who are you|what can you|more info\w*|can i (?:trust|ask)|why \?|which format|what is (?:it|this|that)(?: for)?\b)/;

/** Verb and nouns of what Concierge does, for questions that speak of it and request nothing. */
const acts: [topic: string, verb: string, noun: string][] = [
  [
    'revoke',
    '<remove>',
    'revoking|removing|deleting|disconnecting|revocation|removal|(?:ir)?reversible|undone',
  ],
  ['register', '<add>', 'registering|registration|adding'],
  ['test', '<check>', 'testing|(?:a|the) (?:health )?(?:test|check)'],
  ['update', '<rename>|<pause>|<resume>|<rotate>', 'renaming|pausing|resuming|rotating|rotation|updating'],
  ['tools', 'allowlists?', 'allowlists?'],
];
const topics = acts.map(([topic, verb, noun]): [string, RegExp] => [
  topic,
  pattern(
    `\\b(?:(?:if|when|once|after|before) (?:i|we|you) (?:${verb})|(?:what|how) (?:does|do|is|i) (?:the )?(?:${verb}|${noun})|(?:^is|can|by|about|of|on|with|after|during|explain|means?) (?:a |the )?(?:${noun})|${noun}(?= (?:do|does|mean|means|work)\\b))\\b`,
  ),
]);
const aboutSecrets = pattern(
  '^(?=.*\\b(?:<credential>)\\b)(?=.*\\b(?:safe|secure|stored?|stores|keeps?|kept|saved?|encrypt\\w*|log(?:s|ged)?|reads?|do with|leak\\w*|sees?|seen|visible|private|protected|help|model|claude|end up|explain)\\b)',
);
/** "is it encrypted?", "do you log what I type?": about secrets, whatever they are called. */
const aboutSafety = pattern(
  '^(?!.*\\b(?:SOURCE|AGENT|<add>|<remove>|<check>|<server>|<tool>)\\b)(?=(?:(?:and|so|but|ok|well|wait) )*(?:is|are|will|do|does|can|could|who|where|how)\\b).*\\b(?:encrypt\\w*|(?:it|this|that|all|how) (?:\\w+ )?(?:safe|secure|private|confidential)|(?:log|record|store|save|keep) (?:what|everything|anything|messages|my|this (?:chat|conversation))|who (?:can|could|will|may) (?:see|read) (?:it|this|that|them|what))\\b',
);
/** The topic of a question about what Concierge does. */
export const topicOf = (norm: string, view: View): string | undefined =>
  /^why|^(?:how|what) about|\bfail/.test(norm)
    ? undefined
    : (topics.find(([, words]) => words.test(norm))?.[0] ??
      (aboutSecrets.test(norm) || (view.awaiting !== 'credential' && aboutSafety.test(norm))
        ? 'secrets'
        : undefined));

/** A question about the open question, or about Concierge itself. */
export const asksForHelp = (norm: string): boolean => topicHelp.test(norm);
