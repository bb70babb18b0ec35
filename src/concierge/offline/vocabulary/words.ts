/**
 * The words that Concierge knows. A class is a list of words and phrases that mean the same to it; a pattern names it
 * as `<class>`. In a phrase `…` stands for up to four words. Adding a word is a change of this file and of no other.
 */

/** Base forms: a class of verbs also holds their forms in -s and -ing; `<class-ed>` holds their participles. */
export const verbs = {
  add: 'add register connect wire plug attach hook integrate onboard import install mount enroll enrol include configure setup',
  remove:
    'revoke remove disconnect delete unplug detach unregister deregister uninstall unlink withdraw unhook',
  drop: 'drop kill nuke ditch scrap dump destroy erase wipe purge trash retire decommission axe terminate eliminate',
  check: 'test check ping probe verify diagnose validate retest recheck inspect examine poke',
  pause: 'pause suspend disable freeze deactivate mute snooze',
  resume: 'resume unpause reactivate enable unfreeze unmute unsuspend activate',
  rename: 'rename relabel retitle',
  rotate: 'rotate',
  change:
    'change update replace modify edit correct swap switch renew refresh fix exchange alter amend adjust',
  limit: 'restrict limit throttle cap allow permit narrow',
  accept: 'accept approve acknowledge',
  show: 'list show display give tell see view print enumerate disclose',
};

export const nouns = {
  server:
    'server servers source sources mcp mcps endpoint endpoints connection connections integration integrations provider providers datasource datasources connector connectors',
  agent: 'agent agents bot bots assistant assistants',
  tool: 'tool tools function functions capability capabilities',
  sandbox: 'sandbox sandboxes environment environments env workspace workspaces',
  credential:
    'credential credentials token tokens key keys secret secrets password passwords passphrase apikey',
  auth: 'auth authentication authorization authenticate authenticating authorisation login signin authn oauth security',
  address: 'url urls address addresses link uri endpoint location host',
  label: 'name names label labels title titles',
  header: 'header headers',
};

export const phrases = {
  // Requests.
  bring:
    'set up, setting up, hook up, sign up, spin up, bring in, bring … on board, bring … in, take over, take … over, take … on board, take … in, put … in there, put … in here, put (?:my |a |an |the |new |one |this )+(?:\\S+ )?<server>, make URL, make … available, make … usable, to have (?:my|our|the|a|an|this|it) (?:\\S+ ){0,3}?(?:available|usable|connected|plugged in|hooked up), get (?:my|our|the|a|an|this|it) (?:\\S+ ){0,3}?(?:available|connected|hooked up), get … going, start using, looking for a way',
  plugs_in:
    '(?:plug|plugging|wire|wiring|hook|hooking|connect|connecting|integrate|integrating|link|linking) (?:up )?(?:\\S+ ){1,5}?(?:in|into|to|with|up to|up with) (?:\\S+ ){0,2}?<agent>',
  take_away:
    'get rid, getting rid, rid of, cut off, cut … off, cut … loose, take (?:its |all its |their )?access away, (?:done|finished|through) with (?:the |my |our )?SOURCE, take away, take SOURCE … away, take SOURCE … out, take SOURCE … off, taken away, take out, throw … out, throw … away, throw away, throw out, kick out, kick … out, pull the plug, get SOURCE … out, gone, SOURCE away, SOURCE out, lose access, loses access, want (?:that )?SOURCE (?:(?:is|be|to be|goes|to go) )?(?:away|gone|out), (?:be|get|got|want|SOURCE|SOURCE (?:<server>|thing|one)|it|that|them) <remove-ed>, no longer (?:need|want|use), forget (?:about )?(?:the |my |our )?SOURCE, (?:not|anymore) (?:need|want|use) (?:\\S+ ){0,4}?(?:any more|anymore|any longer), not (?:need|want|use) (?:any ?more|more)',
  look_at:
    'hit (?:(?:the|my|our) )?(?:SOURCE|<server>)(?: <server>)?(?: again)?$, checks, tests, check up, see if, see whether, look at, look after, look if, look whether, look again, look into, have a look, prove, smoke test, give … a try',
  put_off:
    'put … on (?:pause|hold|ice), put … (?:offline|off line), put on (?:pause|hold), on (?:pause|hold), take … (?:offline|off line), take SOURCE (?:\\S+ )?down, turn … off, switch … off, shut … off, shut … down, turn off, switch off, (?:is|are|anything|something|everything|what) (?:\\S+ )?(?:switched|turned|shut) off, shut off, (?:put |send )?(?:SOURCE|it|that|them) back to (?:sleep|bed|rest|paused?), put (?:SOURCE|it|that|them) back on (?:pause|hold|ice), put (?:SOURCE|it|that|them) to (?:sleep|bed|rest), send (?:SOURCE|it|them) to (?:sleep|bed), let SOURCE rest, let SOURCE sleep, go offline, (?:make|set|put) (?:\\S+ ){0,6}?inactive, SOURCE offline, SOURCE off, out of service, (?:no agent|nobody|no one) (?:can|may|should|is able to) (?:use|call|reach), hold SOURCE, halt, park, (?:be|get|keep|SOURCE|SOURCE <server>|it|them) paused, keep … quiet',
  put_on:
    'un pause, take … off (?:pause|hold), off (?:pause|hold), bring … back, bring … online, bring … up, turn … on, switch … on, turn on, switch on, put … back(?! (?:to|on) (?:sleep|bed|rest|paused?|hold|ice)), back on(?! (?:hold|pause|ice)), back online, back on line, back to life, (?:make|get|let) (?:it|them|SOURCE|SOURCE <server>) (?:to )?(?:work|working|run|running|operate) again, back in service, back into service, SOURCE (?:can|may|should|shall) (?:run|work|go|be used|be called|be reached)(?: on)? again, (?:make|be|(?<!(?:does|do|did|can|will) )SOURCE) (?:\\S+ ){0,2}(?:active|live|available)(?: again)?, (?<!will )want (?:it|them|SOURCE) (?:to )?(?:be )?(?:work|working|running|back|up)(?: again)?(?! (?:later|tomorrow|soon|next|afterwards|in )), wake, wake up, restore, start (?:the |my |our )?SOURCE, continue (?:with )?(?:the )?SOURCE, SOURCE on$, SOURCE up again',
  call: 'call, called, named, title, known as, go by, goes by, refer',
  exchange:
    '(?:other|another|new|fresh|different) (?:\\S+ )?<credential>, set … <credential>, give … <credential>, reset … <credential>, regenerate, reissue, reset, enter … <credential>, paste … <credential>, provide … <credential>',
  spoilt:
    'ran out, runs out, run out, replaced, exchanged, renewed, refreshed, expired, expires, expire, changed, leaked, leak, compromised, outdated, stale, stolen, rotated, lost, is new, is other, is different, is old, invalid, exposed',
  rate_word:
    '(?:double|triple|halve|half of) (?:it|that|the (?:cap|limit|rate)), rate, cap, ceiling, quota, rpm, rps, limit, limits, max, maximum, most, up to, more than, calls, requests, how often, slow, slower, faster',
  uncapped:
    'unlimited(?: calls| requests)?, uncapped, (?:no|without)(?: an?| any)?(?: rate| call)? (?:limits?|cap|caps|ceiling|quota)(?: (?:on|of|for) (?:the |its )?(?:calls|requests|rate))?, (?:calls|requests) without (?:a |any )?(?:limit|cap)',
  per_minute:
    '(?:(?:per|a|an|every|each|in a|in one) |[,/] ?)(?:s|sec|secs|second|seconds|min|mins|minute|minutes|m|h|hour|hours), rpm, rps',
  all: 'all, every, each, everything, everyone, both, entire, anything',
  its: 'its',
  it: 'it, this, that, them, these, those, him, one, ones, the first, the last',
  how_many: 'how many',
  many_of: 'how many (?:\\S+ )?<server>',
  servers:
    '(?:which|any|how many) of (?:them|these|those), servers, sources, mcps, endpoints, connections, integrations, providers, datasources, connectors, ones',
  agents: 'agents, bots, assistants',
  inquires: '\\?, tell me, know, see if, whether, if, show, report, give, whats',
  keeps: 'keep, keeps, leave, put, make, take, get',
  callable: 'callable, invocable, invokable',
  access: 'access, binding',
  awhile:
    'for now, for (?:a|the|some|this|one|two|three|\\d+) (?:\\S+ )?(?:while|moment|bit|time|days?|weeks?|months?|hours?|minutes?), for (?:today|tonight), temporarily, temporary, (?:until|till) (?!further )\\S+, over the (?:weekend|holidays), (?:this|next) (?:week|weekend|month)',
  nobody: 'nobody, no one, no agent',
  hides: 'hide, hides, block, blocks, blocked, ban, forbid, cut, unavailable, inaccessible, not available',
  read_only: 'read only, readonly',
  again_up: 'reconnect, reload, refresh, restart, reboot, connect … again, add … again, register … again',
  at_once:
    'straight away, straightaway, right away, at once, immediately, instantly, automatically, by (?:themselves|itself), redeploy, new (?:tools?|servers?|sources?) automatically',
  closes: 'close, closing, end, finish off, put … away, shut SOURCE',
  stops: 'stop, stopping, hold',
  speed: 'how (?:fast|slow|quick|responsive), latency, response times?',
  i_did: '(?:did|have) (?:i|we)',
  trouble:
    '(?:this|that|the|these|those|an|any|my|our) (?:\\S+ )?(?:errors?|problems?|issues?|failures?|warnings?)(?! (?:server|source|one)s?)',
  former: '(?:old|previous|former|earlier) (?:one|<address>|<server>)',
  another_one:
    '(?:give|send|paste|enter|try|get|use) (?:you )?(?:another|a (?:new|different|fresh|better))(?: one)?(?: please| now| then)*$',
  wrong_one:
    '(?:copied|pasted|sent|typed|gave|entered|used|took|picked|grabbed)(?: you)? (?:\\S+ )?(?:wrong|old|other|expired) (?:one|thing|value|string)',
  discards: 'discard, bin, toss, throw … away, throw it away, give up, get rid, not keep',
  spare: 'not (?:discard|bin|throw|toss|delete|remove|drop|give up)',
  leaves: 'leave, keep, later, tomorrow, not now, do nothing, come back',
  retries:
    'retry, try, again, once more, one more time, one more attempt, look again, have another look, same, bounce, attempt, other time, another shot, one more shot, another go, another chance, a second chance',
  mends:
    'repair, mend, fix, get … working, get … to work, get … running, get … up again, make … work, do about',
  fixed:
    'up, running, started, restarted, fixed, online, works, work, working, reachable, live, deployed, (?:back|ok|ready) (?:again|now)',
  picks_up:
    'back to (?:it|that|this|work), pick … up again, resume, continue, pick … up, pick up, carry on, go on, finish',
  otherwise:
    'instead, rather, (?<!what )i meant, (?<!as it )should (?:be|go|have|say|read|use|point)(?! (?:fine|ok|good|right))',
  if: 'unless, until, except, provided, as long as, when, if, only, tomorrow, later, before (?:you|i|we|the|it), after(?! (?:that|all|this|it)), not (?:now|yet|today), yet, but',
  they: 'they, them, these, those, things, everything, connectivity, checks, tests',
  removal: 'revocation, removal, <remove-ed>, <drop-ed>',
  registration: 'registration, (?:this|that|the) entry, <add-ed>, begin, get started',
  checking: 'a test, health check, the test, the check, health checks',
  changing: '<pause-ed>, <resume-ed>, <rename-ed>, <rotate-ed>, <change-ed>, rotation',
  allowlist: 'allowlist, allowlists, allow list, allow lists',
  fresh: 'new, another, other, different, fresh, second, additional, more, next, extra',
  wrong:
    '(?:not like|not happy with|not fond of|hate) (?:the|that|this|its) (?:name|label|url|address|header), wrong, incorrect, bad, typo, mistake, mistaken, invalid, mistyped, messed up, mixed up, not right, not correct, not the right, not good, not was good, not ok, re enter, retype, redo, again, not valid, expired',
  own: 'have, has, got, get, run, runs, built, wrote, made, own, host, operate, operates, there is, here is, here are, this is, deployed, want, need, new, another, second, provide, maintain, created, given, give you, like, purchased, bought, spun up, finished, are given',
  only: 'only, just, nothing but, solely, alone, exclusively, hide all but',
  freely:
    'lift (?:the |that |this |its |any |all )?restrictions?, all (?:the |its |of its )?<tool>, every <tool>, any <tool>, restriction, restrictions, unrestricted, (?:limits?|limitations?) on (?:the |its )?tools, <tool> (?:limits?|limitations?)',
  consent: 'agree to, agree with, ok with, fine with, consent to, fine with us, trust',
  revised: 'change, changes, changed, new, definition, definitions, held, modified, updated, update, updates',
  moved:
    'move, moved, moves, point, now at, is URL (?:now|from now on), (?:is|lives|runs|sits) now at, now (?:lives|runs|sits|is), new address, new url, is now',
  // Questions.
  what: 'what, which, who, whom, whose, how many, wich, wat',
  why: 'why(?! not$), how come, how is it (?:possible )?that, reason, reasons, cause, causes, for what, what went wrong, what is (?:wrong|the matter|the problem|the issue|the trouble), what happened, what happen, what is going on with, explain why, where (?:is|are|did) (?:the )?(?:TOOL|SOURCE)',
  how: 'how, how to',
  where: 'where, when, whether',
  mine: 'do (?:i|we) (?:\\S+ )?have, have (?:i|we)(?: got)?, (?:i|we) have, have got, are there, is there, exist, exists, existing, left, remain, remaining',
  any: 'any',
  my: 'my, our, here',
  moments:
    'when … (?:checked|tested|connected|registered|added|last), since when, how long ago, last (?:check|checked|test|tested)(?! passed), checked last, how old, how long (?:has|have|is) (?:it|SOURCE)',
  details:
    'details, detail, protocol, protocol version, protocol revision, mcp version, configuration, config, settings, tell me (?:all |everything |more )?about, where (?:does|is|do) SOURCE (?:\\S+ )?(?:points?|lives?|runs?|hosted|running), how (?:is|does) SOURCE (?:\\S+ )?(?:authenticated|authenticate|secured|protected), info on, info about, information on, information about',
  plugged: 'connected, hooked up, plugged in, plugged into, registered, attached, running, in use, set up',
  may: 'can, may, able, allowed, could, access, at its disposal, reach, permitted, available',
  does: 'do, does, use, uses, used, get, gets, call, calls, offer, offers, provide, provides, expose, exposes, have, has, got, contain, contains, come, comes, invoke, serve, serves, see, sees, make, makes, from, in, inside, behind',
  health:
    'health, healthy, functioning, alive, reachable, responding, respond, responds, responsive, online, working, works, work, worked, ok, (?:is|are|be|still|back|SOURCE|it|they|them|<server>|all|everything) up, (?:is|are) \\S+ up(?= \\?|$), how (?:is|are) (?:everything|it all|things|all), (?:is|are|be|it|they|all|everything|doing|feeling|working|SOURCE|<server>|still|quite) well, answering, answer, answers, reply, replies, fine, active, operational, connectable, all right, alright, healthcheck, still there, in order, in shape, feeling, doing, condition, good shape, uptime, connectivity, how it goes, goes it, recovered',
  fault:
    'broken, failing, failed, fail, fails, failure, error, errors, down, unhealthy, dead, red, unreachable, trouble, problem, problems, issue, issues, wrong, not <health>, out of order',
  status: 'status, state, overview',
  lets: 'let, lets, lift, lifts, give … back, give SOURCE (?:\\S+ )?(?:all|every|everything), open up, unlock',
  opens:
    'open (?:up )?(?:SOURCE|it|them)(?: up)? (?:completely|fully|entirely|wide|again|for (?:all|every)\\S*|up again)(?: again)?',
  lacks:
    'can not (?:\\S+ )?(?:see|use|call|find|reach|access|get|run), does not (?:\\S+ )?(?:see|have|get|find|show|offer|list), (?:do|did) not (?:see|have|get|find), misses, lacks, is missing, has no, have no, no longer (?:sees?|has|have|gets?|finds?|offers?), (?<!(?:should|must|may) )not see, (?<!(?:should|must|may) )not find, is without',
  turned:
    'authenticates, authenticate, switch, make, use, uses, move, need, needs, require, requires, want, wants, expect, expects, take, takes, has, have, is, go, goes, back',
  missing:
    'miss, missing, misses, lack, lacks, refused, rejected, paused, unavailable, gone, absent, held, disappeared, vanished, hidden, lost, skipped, filtered, fewer, less, not, no, only, stopped, see, show',
  did_what: 'what did (?:the |my |our )?AGENT (?:<agent> )?(?:last |just )?(?:do|call|use|run)',
  a_run:
    '(?:last|latest|previous|recent|newest|first|this|that|the|its|a|any|one) (?:\\S+ )?runs?(?! (?:out|it|them|into)), runs? (?:of|by|from)',
  ran_badly:
    'AGENT (?:(?!have |has )\\S+ )*?(?:fail\\w*|time out|timed out|stop\\w*|give up|gave up|crash\\w*|answer\\w*|reply|replied|respond\\w*|short|(?:use|call|try|used|called) (?:no|any|none|a|its|the))',
  // Talk about the conversation.
  stuck:
    'what (?:else )?(?:can|could|do|may|would|should) (?:you|i|we|it|this)(?: \\S+)? (?:do|say|ask|type|try), (?:who|what) (?:is|are) (?:you|this|concierge)(?= \\?$|$), use this, what now, now what, what next, menu, commands, how (?:\\S+ ){0,3}works?(?= \\?$|$), help, hint, hints, info, information, example, examples, instance, explain, assist, assistance, guide, advise, advice, recommend, recommended, suggest, suggestion, not know, what you (?:are|can|may) (?:\\S+ ){0,2}?(?:do|able), not understand, not follow, not get it, not (?:\\S+ )?sure, no idea, no clue, unsure, confused, confusing, lost, stuck, more info, tell me more, what is an?, what are, not comfortable, uncomfortable, worried, afraid, hesitant, difference, different between, safest, options, choices, format, huh, (?<!(?:it|server|this|that|which|URL) (?:does|do) )not have (?:it|one|any|that|this|the), purpose, meaning, what … means?, what for, must i, do i have to, where (?:would|do|can|could|should) (?:i|we) (?:\\S+ )?(?:find|read|see|get|look|take), matter, relevant, necessary, optional, mandatory, necessary, should i',
  explains:
    'what is (?:a|an), what are, (?:which|what) (?:kinds?|types?|sorts?|forms?|methods?|ways?) of, (?:kinds|types|methods|schemes|options)(?= (?:are|is|do) ), do you (?:support|offer|accept|know|understand|speak), (?:what (?:do|does) )?(?:a |an |the )?(?:\\S+ )?means?, meaning, what means, explain, define, difference',
  lacking:
    '(?:i|we) (?:do not|have not|can not|could not|did not|not)(?: even)? (?:have|got|find|get|know|remember|receive), not at hand, no longer have, (?:<credential>|key) (?:is|are) not (?:yet )?(?:ready|here|available|made|created)',
  safety:
    'safe, safely, secure, securely, encrypt, encrypted, encryption, encrypting, private, confidential, leak, plain text, visible, logged, log, logs, stored, store, stores, storing, kept, keep, keeps, saved, save, saves, protect, protected, shared, share, exposed, end up, read, reads, sees, seen, trust, written, writes',
  reveal:
    'show, shown, hidden, see, tell, reveal, display, give, print, read, view, look up, remind, what (?:is|was|are) (?:my|the|our) (?:\\S+ )?<credential>, what <credential>',
  shows_it:
    '(?:can|could|may) (?:i|we) (?:\\S+ )?(?:see|show|read|reveal|display|look up|view|get|recover|retrieve)',
  undone: 'reversible, irreversible, undone, undo, revert, reverted, taken back, consequence, consequences',
  happens: 'happen, happens, changes, becomes, effect, go wrong',
  later: 'later, tomorrow, today, soon, afterwards, after that, in the future',
  cancels:
    'cancel, cancelled, cancelling, abort, quit, exit, never mind, forget (?:it|that|this|about (?:it|this|that)|everything), stop, stop it, stop this, stop that, stop here, call (?:it|this|that|everything|the whole thing|all this) (?:off|quits), screw (?:it|this|that), to hell with (?:it|this|that), drop (?:it all|all this|this thing|the whole thing|the whole registration), scrap (?:it|it all|this|that), scratch (?:that|this|it), ditch (?:it|this), changed my mind, change my mind, not anymore, leave (?:this|that), (?:let us|we) (?:leave|drop|stop|forget|abandon|not do) (?:it|this|that), abandon, not bother, not want (?:this|it|to|that)(?: any ?more)?, no more of this, forget the (?:whole )?(?:thing|rest|registration), (?:will|want to|would like to) do (?:this|that|it) (?:later|tomorrow|another time), do (?:this|that|it) tomorrow, come back later, do this later, another time, some other time, postpone, q$',
  stays:
    '(?:leave|keep) (?:it|that|them|everything|things|the (?:old|current|present|previous) (?:one|<label>|<address>)|the <label>|SOURCE)(?: (?:as|the way) (?:it|they|that) (?:is|are)| alone| there)?$',
  parts_ways:
    '^drop (?:it|that|this)$, i (?:have|need|got) to (?:leave|run|go)(?: now)?$, i must (?:leave|run|go)(?: now)?$, (?:gotta|got to|have to) (?:run|go|leave)$, i am leaving',
  restarts:
    'start over, start again, start from scratch, start from the (?:beginning|start|top), start anew, start afresh, restart, begin again, begin anew, from scratch, from the (?:beginning|start|top), reset, clean slate, all over again, start all over',
  repeats:
    '^again(?: please)? \\?$, what (?:will|would|shall) be registered, what you (?:will|would) (?:register|do)(?: now)?(?=$| [.?]), repeat, say (?:that|it|this) again, once more, one more time, come again, pardon, what (?:was|is) (?:the|your) (?:\\S+ )?question, what (?:did|do) you (?:ask|say|want)(?: to know)?, what were you asking, what you were asking, what you asked, where were we, what (?:was|were|am|are) (?:i|we) (?:just )?(?:doing|up to), not (?:catch|get|hear) (?:that|it), rephrase, what was that, show me the question, remind me, ask (?:me )?again, tell me again, summary, see … again, show … again, see … once more, once again, you are about to, sorry \\?',
  holds:
    'wait, hold on, hold off, hang on, moment, (?:a|one|just a|give me a) (?:second|sec|minute), minute, sec, let me (?:think|check|see|look), need to look, look it up, hmm, i search it, ask (?:a|my|our) (?:\\S+ )?(?:colleague|boss|chief|team|admin|manager)',
  backs:
    'revert (?:it|this|that), (?:(?:put|set|change|turn|bring) (?:it|that|this) )?back to (?:what|how|where|the way) it was(?: before)?, back to before, (?:as|the way|how) it was before, (?<!(?:want|need|have|get) (?:it|them|that|SOURCE) )back(?! to (?:(?:be|the|a|an|having|use|using|with) )*(?:none|no|nothing|open|<bearer>|<own_header>|HEADER|SANDBOX|URL|NAME|it|that|this|work|sleep|bed|rest|pause|paused|hold)), previous, prev, undo, step back, rewind, go up, one step back, go back, return, last (?:question|step)',
  skips: 'skip, pass, next, omit, leave (?:it|that|this) (?:out|blank|empty)',
  byes: 'bye, goodbye, good bye, see you, see ya, cya, farewell, good night, ciao, talk to you later, talk later, talk soon, until next time, so long, have a (?:nice|good|great) (?:day|evening|weekend|one|time), see yes, that is all, that will be all, i am done, we are done, all done, nothing else, no more',
  thanked:
    'thanks, thank you, thank u, appreciated, appreciate, helpful, much obliged, grateful, danke, merci, gracias, well done, good job, nice work, great work, great job, 🙏',
  pleased:
    'nice, great, cool, perfect, awesome, excellent, lovely, wonderful, super, amazing, fantastic, brilliant, neat, sweet, splendid, marvell?ous, superb, terrific, fab, fabulous, magnificent, smashing',
  greets:
    'hello, hi, hey, heya, heyo, hiya, howdy, greetings, good morning, good afternoon, good evening, good day, moin, hallo, salut, hola, yo, 👋',
  agrees:
    'yes, off you go, permission granted, spot on, that will do nicely, you may$, all set, right you are, very well, righto, aye, mhm, uh huh, green light, thumbs up, accepting, agreeing, ^obviously$, ^naturally$, confirm, confirmed, confirming, go ahead, do it, proceed, absolutely, agreed, agree, correct, affirmative, exactly, certainly, definitely, please do, ship it, make it so, lgtm, by all means, yessir, of course, fire away, go for it, commit, positive, indeed, roger, approve, approved, approving, 👍, ✅, 👌, 💯, \\+1, submit, send it, execute, carry on, go on, let us go, save it, create it, save, be my guest, apply it, apply, good to go, let us do it, make it happen, you (?:can|may) (?:to )?(?:do|go(?: ahead| on)?|proceed|continue|register|add|revoke|change|create)',
  likes:
    'sure, ok, right, continue, perfect, perfectly, fine, good, great, true, accept, accepted, totally, deal, why not, (?:that|this|it) (?:will|should|would) do, that does it, that is it, that is the one, (?:as|how|the way) (?:i|we) (?:want|wanted|like) it, final, for sure, works, work, in order, what i (?:want|wanted|need|meant), happy, satisfied, excellent, awesome, nice, super, cool, splendid, marvellous, marvelous, superb, terrific, fab, fabulous, fantastic, brilliant, amazing, magnificent, valid, fits, precisely, accurate, matches, go(?! (?:to|in|into|under|for|on|back)(?! it)), certain, aware, wonderful, lovely, (?:do|use) (?:it|that|so|this), no (?:problem|objections?|issues?|changes?), looks right, looks good, as it should be, nothing to (?:add|change), checked, reviewed, verified',
  refuses:
    'just kidding, kidding, jk, lol no, no(?! (?:problem|objections?|issues?|changes?|longer)), (?<!why )not, never, negative, wrong, incorrect, false, rather not, do not, better not, (?:rather|like to|prefer to|better|to) wait, (?:keep|leave) (?:it|them|that|everything), stay, refuse, refused, reject, rejected, decline, declined, disagree, bad idea, nothing(?! but), neither, mistaken, by mistake, second thought, on second thought, changed my mind, 👎, ❌',
  defaults:
    'no (?:\\S+ )?(?:preference|preferences|opinion|opinions|wish|wishes|feelings|matter|difference), whatever, whichever, (?:choose|decide|pick) you, (?:you|your) (?:\\S+ )?(?:choose|decide|pick|choice|call|proposal|suggestion|proposed|suggested|name it|think|like|want|prefer|propose|suggest), up to you, any (?:name|one|thing|label) (?:\\S+ )?(?:fine|ok|good|goes|do|works), anything, default, (?:the|that|this|what) (?:one |name |label )?(?:you )?(?:proposed|suggested|offered), as is, as it is, (?:keep|use|take|leave) (?:it|that|this|yours|the one|that one|this one), (?:that|this) one, for me is equal, equal, not (?:care|mind|matter|important|need one|need (?:a|any) (?:name|label)|bother), irrelevant, not needed, nothing special, usual, usual one, standard one, normal one, the one (?:where )?(?:\\S+ ){0,3}(?:i am|we are|i use|we use)(?: \\S+){0,2}, none, same, same one, the same, current, the current one, either, surprise me, wherever, anywhere, (?:suggest|propose|pick) (?:something|one|a name|anything), leave (?:\\S+ ){1,3}?to you, no difference, nothing, i am easy, here, where we are, this conversation',
  // Facts.
  open: 'free, free for (?:all|everyone|everybody|anyone), anonymous, anonymously, unauthenticated, unprotected, unsecured, passwordless, open access, openly accessible, wide open, open to (?:all|anyone|everyone|everybody|the world), free access, public access, publicly accessible, (?:anyone|anybody) (?:\\S+ ){0,4}?can (?:access|use|call|connect|reach), (?:needs?|requires?|wants?) nothing, nothing (?:is )?(?:needed|required), (?:everybody|everyone) can, open, public, free of charge, unsecure, unguarded, nothing (?:protects|guards|secures) (?:it|this|that|URL|the <server>), not (?:protected|secured|guarded)(?! (?:by|with) )',
  bearer:
    'bearer, bearers, jwt, jwts, pat, (?:access|oauth|oauth2|personal|static|service|session) tokens?, personal access tokens?, token based, token auth',
  own_header: '<header>, api <credential>, custom',
  needs:
    'need, needs, require, requires, want, wants, expect, expects, take, takes, use, uses, using, ask, asks, with, has, have, having, by, via, behind, through, check, checks, send, sends, pass, passes, provide, is (?:a|an|by|via|with), accept, accepts, protected, secured, given, issued, granted, by means of, there is, demand, demands',
  needless:
    'not needed, not required, not necessary, unnecessary, unneeded, without, no, none, off, disabled, nil, not, nothing, missing, absent, not a thing',
  // Out of reach.
  sacred:
    '<sandbox>, SANDBOX, account, tenant, <agent>, AGENT, everything, (?:all )?(?:the |my |our )?(?:data|stuff|records|files|tables), database, databases, api key, api keys, olk, user, users, history, logs, transcript, transcripts, production, cluster, disk',
  destroys: 'get rid, archive, suspend, clear, reset, clean, burn, truncate, shut down, rm, format',
  foreign_thing:
    'stdio, rest api, graphql, openapi, swagger, soap, grpc, webhook, webhooks, slack, notion, google drive, salesforce, s3 bucket, postgres\\w*, mysql, oauth, oauth2, oauth flow, mtls, client certificate, basic auth\\w*, basic, user ?(?:name)? ?(?:and|/) ?pass\\w*, username, saml, kerberos, human, real person, npx, uvx, docker run, local command, (?:create|make (?:an?|the|one|me|new)|add|build) (?:\\S+ ){0,3}?(?:<sandbox>|account|api key|user), new (?:<sandbox>|account|user)',
  makes_agent:
    '(?:create|make|add|build|spin up|set up|setup|start|launch|deploy|need|want|have)(?: me| us)?(?: (?:a|an|another|one|new|more|my|own|first|second|some|the))+ (?:\\S+ )?<agent>(?! (?:to|can|could|should|use|uses|see|sees|that|has|have|able)), new <agent>, how (?:do|can|could) (?:i|we) (?:create|make|add|get|build) (?:\\S+ ){0,2}?<agent>',
  runs_tool:
    '(?<=^|please |you |to |just |now |and |then )(?:call|run|invoke|execute|trigger) (?:(?:the|my|our|SOURCE|tool|function|on|of|from) )*(?:TOOL|(?<=(?:the|SOURCE|my) )(?:(?!<server>)\\S+ ){0,2}(?:tool|function)(?= (?:with|on|for|of|from|please|now|again|and|,|\\?)|$))',
  other_work:
    'buy, book, pizza, order (?:a |some |me |us |the )?\\S+ for, lunch,  code, script, poem, haiku, essay, email, e mail, translate, calculate, play, write, draft, summari[sz]e, search the web, google, invoice, pay, deploy, reboot, install (?:node|python|docker), schedule, remind, alarm, program',
  verse: 'poem, haiku, essay, limerick',
  chat: 'favou?rite, joke, how are you, how do you do, how is it going, how (?:was|is) your, are you (?:a |an )?(?:real|human|bot|robot|alive|there|happy|smart|chatgpt|ai), who (?:made|built|created) you, your name, weather (?:today|like|there|is), nice weather, love you, you rock, who am i, \\d ?[+*x] ?\\d, marry, meaning of life, tell me (?:a|something) (?:joke|story|funny|fun), story, football, music, song, bored, lol, haha\\w*, i am (?:tired|hungry|happy|sad), do you (?:like|love|dream|sleep|have (?:feelings|friends)), you are (?:great|nice|funny|smart|cool|stupid|dumb|useless|awesome|amazing), weekend, old are you, where are you from, what time is it, sing',
};

/** Words that carry no meaning of their own beside others: nothing is called so, and a reply may hold any of them. */
export const filler = `finally must total overall altogether my our the a an your their his her its this that these those it them one ones some any own data user other same
  please now for me us again quickly quick right away asap thanks just too also as well first then and of on in at to from with into by
  is are was be been being am were still if whether both soon today immediately once more most really actually
  can could will would shall should may might i we you he she they him want need like do does did done not no so here there which what who how when up off out
  currently present existing forever permanently completely entirely until further notice very much bit little while moment
  use used uses using mean meant means think guess believe suppose suspect instead rather guys
  matter again maybe perhaps hey hi hello ok well last next good great fine nice sir man mate dear friend buddy kind
  keep have has had get got getting going go gone make put take let us look lets see give tell say said or but nor than because since about
  kindly uh um er ugh hell heck hmm hm ah oh eh mhm yeah quite course way process whole step thing things everything all stuff question conversation operation sounds looks look sound seems seem best better bit
  ever even already yet ago anymore nowadays else possible probably likely certainly obviously simply basically sorry enough though however anyway
  something anything someone somebody team folks guys wish love able both him her`;

/** Turns of phrase that are left out before anything is read: they only sound like "as a name", "if" or a time. */
export const asides = `(?<=(?<![^ ])(?:<resume>|undo) .*)(?:(?:because|since|as|cause) )?i (?:have |had )?changed my mind|back to (?:work|business)(?= ?,)|if (?:it|that|this|the (?:name|label)) is (?:still )?(?:free|available|unused|not (?:taken|used|in use))|as far as i (?:know|remember|recall|understand|can tell|can see|am aware)|as soon as (?:possible|you can)|once and for all|by the way|btw|if i (?:remember|recall)(?: it)? (?:correctly|right|well)|if (?:it is |that is )?(?:at all )?possible
  at the (?:present )?moment|these days|go (?:ahead|on) and(?= <remove>\\b)|remind me(?= (?:what|which|how|who|where)\\b)|(?:two|three|some|a few|a couple of|\\d) (?:quick |short )?(?:questions|things)(?: ?:)?|(?<=\\b(?:what|why|where|how|who|which) )exactly|if you (?:can|could|do not mind|please|are at it|would(?: be so (?:kind|nice))?|like|want|have time)|while (?:you are|we are|i am) at it|when you (?:can|have time|get a chance)|to be honest|so called|(?:please )?forgive me|before (?:i|we) forget(?: ?:)?|(?:i am|im) (?:now |finally )?back(?! (?:to|at|in|on))|(?:i|we) (?:would|should) be (?:(?:very|so|quite|really) )?(?:glad|happy|pleased|grateful|delighted) if|if (?:that|this) is (?:permitted|allowed|acceptable|all right|alright|ok|okay|fine)|(?<=(?<!\\bdo )\\b(?:i|we) (?:\\S+ )?(?:have|got) (?:\\S+ ){0,4}<server> )(?:up(?: and running)?|running|ready|live)(?= (?:and|so|now|at|,|\\.)|$)|excuse me|as always|as usual|as before|as follows|as discussed|as described|as you (?:like|wish|know|can see)|as mentioned|as requested|as agreed
  in the meantime|(?:instead of|rather than) (?:to )?(?:<remove>|<drop>|<pause>|<resume>|<rename>|<rotate>|<change>|<add>|<check>)(?: (?:it|them|that|this))?|quick (?:one|question) first(?: ?:)?|quick (?:one(?= [:,.])|question)(?: ?:)?|(?<=\\b(?:leave|keep) (?:it|them|that|everything) )where (?:it|they) (?:is|are|was|were)|would (?:ya|you)$|you know|i mean$|for the record|on the other hand|so-called|at your convenience|before that|before (?:i|we) (?:do|say|decide|answer|approve|agree|confirm)(?: that| this| yes| it)?|before (?:i|we|you) (?:go on|continue|proceed|carry on|move on|go further|go ahead)(?: with (?:this|that|it))?|for testing(?: purposes)?|from (?:now|here) on(?: out|wards?)?|from (?:today|this (?:day|week|month|moment))(?: on(?:wards?)?)?|henceforth|(?:as of|as from|starting|effective) (?:now|today|immediately)|in (?:the )?future|going forward`;

/** Products of others: no thing that we do, and what a server is easily called by. */
export const products = 'slack notion salesforce google drive postgres postgresql mysql gmail'.split(' ');

export const numbers: Record<string, number> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  dozen: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
  thousand: 1000,
};
export const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth';
