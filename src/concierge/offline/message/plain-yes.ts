import type { FlowName } from '../../../domain/conversation.ts';
import { pattern } from '../vocabulary/lexicon.ts';

/**
 * All that a yes to a confirmation may be made of. It is a closed list on purpose: what is agreed to may not be undone,
 * and "she said yes", "ok let me think", "go away" hold words of agreement as well.
 */
const words =
  `yes ok sure agreed agree affirmative absolutely certainly definitely exactly precisely indeed positive roger lgtm deal
  confirm confirmed confirming confirms approve approved approving accept accepted accepting agreeing proceed continue commit submit execute apply save send ship
  correct right true fine good great perfect perfectly excellent awesome super wonderful lovely nice cool splendid marvellous marvelous superb terrific fab fabulous fantastic brilliant amazing magnificent better much valid accurate final certain aware happy satisfied
  go ahead do does it this that they these them please now just then and so to be is are am was will the a my its by for me of with on in order as
  works work matches fits looks look sounds seems checked reviewed verified details everything all things we i very much well too done
  immediately finally already totally thanks thank appreciated grateful server source registration revocation removal removing change sandbox url name label address new mate sir green
  SOURCE SANDBOX NAME URL 's , . !`.split(/\s+/);
const phrases =
  `(?:hell|heck) yes|let us|let it be|fire away|of course|by all means|why not|go for it|make it so|make it happen|make please|carry on|go on|good to go|be my guest|at once|right away|for sure|for good
  that one|this one|that is it|it does|no (?:problem|objections?|issues?|changes?)|nothing to (?:add|change)|no need to change|as (?:it should be|shown|above)|what i (?:want|wanted|need|needed|meant)
  (?:as )?i said(?: so| yes)?|(?:oh|ah)(?= yes|$)|(?:that|this) way|like (?:that|this)|(?:you have (?:the |my )?)?green light|thumbs up|off you go|permission granted|spot on|that will do nicely|you may$|you (?:have )?got it|all set|right you are|very well|righto|aye|mhm|uh huh|you (?:can|may|should) (?:to )?(?:do|go|proceed|continue|register|add|revoke|remove|delete|change|create)(?: it)?|you have my (?:ok|yes|approval)|(?:i|we) have (?:checked|reviewed|verified|read)|make it$|(?:as|how|the way) (?:i|we) (?:want|wanted|need|like) it|as it should be|the consequences|of the consequences|i am secure
  i understand|understood|makes sense|sure thing|(?:i|we) (?:know|understand|am aware|are aware)(?: that)? (?:it|this|that) can not be undone|you bet|no doubt|of course you can|go right ahead|you have my permission|i have no (?:objections?|questions?)|the right one|the one(?: i mean(?:t)?)?$|those details|really|100%|get rid of it|thank you|👍|✅|👌|💯|\\+1|🚀`
    .split(/[|\n]\s*/)
    .join('|');
const acts: Record<FlowName, string> = {
  register: '<add>|bring it in|hook it up|plug it in|create|set it up',
  revoke: '<remove>|<drop>|get rid of (?:it|SOURCE)|cut it off|quit it|throw it away|take it away',
  update: '<change>(?: (?:it|this|that))?(?: over)?|<rotate>|move(?: it)?(?: over)?',
  create_sandbox: 'create|add|make',
};
/** Why it may be done, beside a yes: each says the whole of it, and not "I do not want it to go". */
const reasons: Partial<Record<FlowName, string>> = {
  revoke: `(?:i|we|they) (?:do not|did not|no longer|never)(?: really)? (?:need|use|want|used) (?:it|this|that|SOURCE)
    (?:nobody|no one) (?:really )?(?:needs|uses|wants|used) (?:it|this|that|SOURCE)
    it (?:is|was) (?:not|no longer|never) (?:really )?(?:needed|used|required|in use)
    it is (?:just |only |long )?(?:obsolete|outdated|unused|redundant|superseded|dead|retired|useless|of no use|a duplicate)
    it was (?:just|only) (?:a test|a trial|a demo|an experiment)
    it (?:was|is|has been|got) (?:replaced|superseded|retired|decommissioned|shut down|switched off)`,
  update: `it (?:has )?(?:moved|been moved)(?: there)?
    the old (?:one|url|address|server) is (?:down|gone|dead|off|closed|not used)`,
};
const allowed = new Set(words);
const known = new RegExp(`(?<![^ ])(?:${phrases})(?![^ ])`, 'g');
const reasoned = Object.fromEntries(
  Object.entries(reasons).map(([flow, said]) => [
    flow,
    new RegExp(
      `(?<![^ ])(?:(?:because|since|as) )?(?:${said.split(/\n\s*/).join('|')})(?: any ?more| any longer)?(?: anyway| now)?(?=(?: (?:please|and thanks|thanks))*$)`,
      'g',
    ),
  ]),
);
const acting = Object.fromEntries(
  Object.entries(acts).map(([flow, said]) => [
    flow,
    new RegExp(pattern(`(?<![^ ])(?:${said})(?![^ ])`), 'g'),
  ]),
);

/** Words of agreement that say something else: "you sure", "yeah right", "ok so", "yes, all of them". */
const notYes =
  /^(?:are )?you (?:sure|certain)\b|^yes right$|^(?:ok|right|yes|well) so$|^so$|\?$|^(?:it|this|that|the|and|then|now|i|we|me|server|source)$/;
const tooMuch =
  /\b(?:all|everything)\b(?! (?:is|are|looks?|seems?|sounds?|good|right|correct|fine|true|ok|that|well)\b)/;

/** Words that may as well comment on what was answered before: for what cannot be undone they are too little. */
const weak =
  /^(?:(?:so|very|all|that|this|it|is|looks|sounds|ok|and|great|good|cool|nice|right|fine|perfect|super|lovely|wonderful|awesome|excellent|splendid|marvell?ous|superb|terrific|fab|fabulous|fantastic|brilliant|amazing|magnificent|well|set|mhm|uh|huh|spot|on|works?|true|does|thumbs|up|done|the|server|source|SOURCE|i|am|for|me|now|thanks|thank|you|are|why|not|,|!|\.) ?)+$/;
/** What may be said of the server, or of something else than of taking it away. */
const neverRevokes =
  /^(?:it is|this is|SOURCE is) (?:(?:so|very|really) )?(?:great|awesome|nice|cool|super|lovely|wonderful|excellent|amazing|fantastic|brilliant)$|\b(?:good|great|fine|nice|cool|super|lovely|perfect) (?:server|source)\b|\b(?:better|change|let it be|for now)\b|\bworks?\b(?! for me$)|^drop$/;
const forMe = /^(?:that |this )?works for me$/;
/** "cool", behind "what tools does it have?": no yes to a revocation. */
export const isWeakYes = (norm: string): boolean =>
  weak.test(norm) && !/^ok$/.test(norm.trim()) && !forMe.test(norm);

/** Whether a clause at the confirmation of a flow is agreement, or politeness beside it, and nothing else. */
export const isPlainYes = (norm: string, flow: FlowName): boolean => {
  const said = norm.replace(reasoned[flow] ?? /$^/, ' ');
  const rest = said.replace(known, ' ').replace(acting[flow]!, ' ');
  if (notYes.test(norm) || (flow === 'revoke' && (tooMuch.test(rest) || neverRevokes.test(norm))))
    return false;
  return rest.split(' ').every((word) => word === '' || allowed.has(word));
};
