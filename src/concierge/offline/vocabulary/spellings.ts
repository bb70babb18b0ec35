/** Other spellings of one word: contractions without an apostrophe, chat abbreviations, other languages' yes and no. */
export const spellings: Record<string, string> = {
  please: 'bitte pls plz plss pleas kindly plaese',
  and: '&&',
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
  'do not know': 'dunno idk',
  register: 'reg',
  call: 'cal',
  cancel: 'canel cacnel abbrechen abbruch annuler annule annulla annullare cancelar cancela',
  remove: 'rm',
  'going to': 'gonna',
  'want to': 'wanna',
  'have to': 'gotta',
  'give me': 'gimme',
  'let me': 'lemme',
  with: 'w w/ including',
  without: 'w/o wo',
  the: 'teh',
  address: 'adress adres addr',
  authentication: 'authentification',
  unauthenticated: "unauthentificated unauth unauth'd",
  server: 'srv srvr svr sever servr',
  credential: 'cred',
  credentials: 'creds',
  password: 'passwd',
  'no auth': 'noauth no-auth',
  login: 'log-in sign-in signin',
  'api key': 'apikey',
  'bearer token': 'bearer-token bearer_token bearertoken',
  add: 'ad',
  skip: 'skp skpi sikp',
  default: 'dflt deflt',
  rename: 'mv',
  reactivate: 're-enable',
  yes: 'ys jep yepp yupp yess yse yesss yeh yea ye yup yep yeah yas y ya aye ja jawohl oui si sí',
  good: "s'good gud",
  ahead: 'ahed',
  ok: 'okie okey-dokey okey okay oki kk k alright allright',
  no: 'nope nah n nein noo non',
  header: 'hdr',
  'mcp server': 'mcpserver',
  environments: 'envs',
  test: 'tset tets tst',
  help: 'hlep',
  list: 'ls',
};

/** Words worth correcting a typo towards, beyond those of the classes. */
export const alsoKnown =
  'bearer header custom anonymous unauthenticated cancel please thanks yes actually instead confirm confirmed everything skip repeat restart retry discard previous question default offline paused minute without none public proposed whatever preference goodbye hello abort absolutely agreed proceed forget never mind again good';
/** Everyday words close to one of ours, which mean something else. */
export const bystanders = `wealth hearer reader leader letter better checks pinned linked hooked cases tables table tile states stable towel fools
  serve several search courses resource resources agency agenda called secretly contract context contest content reset resets started
  about point points remote taken important collection collections correction corrections signing logic clause parse parsed parsing passing passed
  charge charged converted converting words discord whenever whatsoever functional response responses absolute interaction iteration
  newer restriction restrictions registry conventions convention proposal responsible forgot collected collector relation chance conform alive corrected fraction attack accent wherever deletion resolving reducing
  named serves served sourced answering integrity authenticated attacker tracking thinking
  after okay terminal terminals validator validation validity termination proposes agrees pointing severity titled headed thinks connects confirms
  promoted promised prone prose activity linting chaining inspection reactive environmental exiting restrictive interactions iterations integral
  shoving withdrawn reviewing returning restoring retrying pauses chuck chick stitch swatch fractions confirming accessible access encoding
  precedence enumerable refusing requiring expected expecting repeats proving moving trusting`;
