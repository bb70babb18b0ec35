import { distance } from 'fastest-levenshtein';

/** Words that mean the same to Concierge. A pattern names a class as `<class>`; typos are corrected towards its words. */
export const classes = {
  add: 'add adding register registering connect connecting wire wiring plug plugging attach attaching hook hooking integrate integrating onboard onboarding link linking import importing install installing mount enroll enrol include configure setup',
  added: 'added registered connected wired plugged attached hooked integrated onboarded imported',
  remove:
    'revoke revoking remove removing disconnect disconnecting delete deleting unplug unplugging detach unregister deregister uninstall unlink',
  drop: 'drop kill nuke ditch scrap dump withdraw destroy erase wipe purge trash retire decommission',
  check:
    'test testing check checking ping pinging probe verify diagnose validate retest recheck inspect healthcheck',
  health:
    'health healthy alive reachable responding respond responds responsive online running working works down dead broken unreachable fine healthcheck',
  pause: 'pause pausing suspend disable freeze deactivate mute snooze',
  resume: 'resume resuming unpause reactivate enable unfreeze unmute unsuspend activate',
  rename: 'rename renaming relabel retitle',
  rotate: 'rotate rotating rotation',
  change:
    'change changing update updating replace replacing modify edit correct swap switch renew refresh fix',
  limit: 'restrict restricting limit limiting throttle cap allow permit only',
  accept: 'accept approve acknowledge',
  agree: 'confirm continue proceed apply save submit go discard bin',
  show: 'list show display give tell see view print enumerate overview',
  server:
    'server servers source sources mcp mcps endpoint connection connections integration integrations provider datasource datasources connector connectors',
  agent: 'agent agents bot bots assistant assistants',
  tool: 'tool tools function functions capability capabilities',
  sandbox: 'sandbox sandboxes environment environments env workspace workspaces',
  credential: 'credential credentials token tokens key keys secret secrets password passwords apikey',
  auth: 'auth authentication authorization authenticate authenticating authorisation login signin authn oauth',
  address: 'url urls address addresses link uri endpoint location host',
  label: 'name names label labels title titles',
  why: 'why reason cause',
} as const;
type ClassName = keyof typeof classes;

/** Builds a pattern over normalised text: `<add>` stands for the words of a class, a space for one space. */
export const pattern = (source: string): RegExp => {
  const known = built.get(source);
  if (known !== undefined) return known;
  const regex = new RegExp(
    source.replace(/<([a-z]+)>/g, (whole, name: string) =>
      name in classes ? `(?:${classes[name as ClassName].replaceAll(' ', '|')})` : whole,
    ),
    'd',
  );
  built.set(source, regex);
  return regex;
};
const built = new Map<string, RegExp>();

/** The same pattern for every occurrence, to replace them all. */
export const everywhere = (regex: RegExp): RegExp => {
  const known = global.get(regex);
  if (known !== undefined) return known;
  const all = new RegExp(regex.source, 'dg');
  global.set(regex, all);
  return all;
};
const global = new WeakMap<RegExp, RegExp>();

/** Other spellings of one word: contractions without an apostrophe, chat abbreviations, frequent misspellings. */
const spellings = new Map(
  Object.entries({
    please: 'bitte pls plz plss pleas kindly',
    thanks: 'thx tnx ty tks cheers',
    you: 'u',
    your: 'ur',
    'is not': "aint ain't",
    'can not': "cant cannot can't",
    'will not': "wont won't",
    'i am': 'im',
    'i have': 'ive',
    'i will': 'ill',
    'let us': "lets let's",
    'it is': "it's",
    'never mind': 'nvm nevermind',
    'do not care': 'idc',
    register: 'reg',
    call: 'cal',
    cancel: 'canel cacnel abbrechen abbruch annuler annule annulla annullare cancelar cancela',
    remove: 'rm',
    'going to': 'gonna',
    'want to': 'wanna',
    'have to': 'gotta',
    'give me': 'gimme',
    'let me': 'lemme',
    without: 'w/o wo',
    the: 'teh',
    address: 'adress adres addr',
    authentication: 'authentification',
    unauthenticated: 'unauthentificated',
    server: 'srv srvr svr',
    credential: 'cred',
    credentials: 'creds',
    password: 'passwd',
    'no auth': 'noauth no-auth',
    login: 'log-in sign-in signin',
    'api key': 'apikey',
    reactivate: 're-enable',
    yes: 'yess yse yesss yeh yea ye yup yep yeah yas y ya aye ja oui si',
    ok: 'okey okay oki kk k alright allright',
    no: 'nope nah n nein',
    header: 'hdr',
    'mcp server': 'mcpserver',
    environments: 'envs',
    test: 'tset tets',
    help: 'hlep',
  }).flatMap(([word, others]) => others.split(' ').map((other) => [other, word] as const)),
);
const endings: [RegExp, string][] = [
  [/n't$/, ' not'],
  [/'m$/, ' am'],
  [/'re$/, ' are'],
  [/'ve$/, ' have'],
  [/'ll$/, ' will'],
  [/'d$/, ' would'],
  [/^(is|are|was|do|does|did|would|should|could|has|have)nt$/, '$1 not'],
  [/^(what|that|there|here|where|how)s$/, '$1 is'],
  [/^(auth|login|token|key|password)-?(?:less|free)$/, 'no $1'],
  [/^(health|api|hook|set|bearer|mcp|data)-(check|key|up|token|server|source)$/, '$1 $2'],
  [/^(re|un)-(?=\w)/, '$1'],
];
const possessive = /^(?:what|that|there|here|where|how|who|he|she|when|why|name|url|auth)'s$/;

/** Words worth correcting a typo towards, beyond those of the classes. */
const moreWords =
  'bearer header custom anonymous unauthenticated cancel please thanks yes actually instead confirm confirmed everything skip repeat restart retry discard previous question default offline paused minute without none public proposed whatever preference goodbye hello abort absolutely agreed proceed forget never mind again';
/** Everyday words close to one of ours, which mean something else. */
const bystanders = new Set(
  `wealth hearer reader leader letter better checks pinned linked hooked cases tables table tile states stable towel fools
  serve several search courses resource resources agency agenda called secretly contract context contest content reset resets started
  about point points remote taken important collection collections correction corrections signing logic clause parse parsed parsing passing passed
  charge charged converted converting words discord whenever whatsoever functional response responses absolute interaction iteration
  newer restriction restrictions registry conventions convention proposal responsible forgot collected collector relation chance conform alive corrected fraction attack accent wherever deletion resolving reducing
  named serves served sourced
  answering integrity authenticated attacker tracking thinking`.split(/\s+/),
);
const vocabulary = new Set([
  ...Object.values(classes).flatMap((words) => words.split(' ')),
  ...moreWords.split(' '),
]);
const targets = Map.groupBy(
  [...vocabulary].filter((word) => word.length >= 5),
  (word) => word[0]!,
);

const swapped = (one: string, other: string): boolean => {
  if (one.length !== other.length) return false;
  const at = [...one].findIndex((character, index) => character !== other[index]);
  return one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
};

/** True when two lower-case words differ by no more than a slip of the finger. */
export const alike = (one: string, other: string): boolean => {
  if (one === other) return true;
  const length = Math.min(one.length, other.length);
  if (length < 4 || Math.abs(one.length - other.length) > 2) return false;
  return distance(one, other) <= (length >= 8 ? 2 : 1) || swapped(one, other);
};

/** "disables", "removed": another form of a word of ours, not a typo. */
const isForm = (word: string, target: string): boolean =>
  (word.startsWith(target) && /^(?:s|d|r|ed|er|ly|ing|rs)$/.test(word.slice(target.length))) ||
  (target.startsWith(word) && !target.endsWith('e'));

/** One word as patterns see it: lower case, contractions written out, typos corrected towards our vocabulary. */
export const normalWord = (raw: string): string => {
  const word = raw.toLowerCase();
  const known = spellings.get(word);
  if (known !== undefined) return known;
  for (const [ending, full] of endings) if (ending.test(word)) return word.replace(ending, full);
  if (possessive.test(word)) return word.replace("'s", ' is');
  if (word.endsWith("'s") || word.endsWith("s'")) return word.replace(/'s?$/, " 's");
  if (word.length < 5 || vocabulary.has(word) || bystanders.has(word) || !/^[a-z]+$/.test(word)) return word;
  return targets.get(word[0]!)?.find((target) => alike(word, target) && !isForm(word, target)) ?? word;
};
