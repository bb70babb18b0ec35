import type { View } from '../../interpreter.ts';
import { someTime } from '../clause/later.ts';
import { everywhere, pattern } from '../vocabulary/lexicon.ts';
import { phrases } from '../vocabulary/words.ts';
import { type Phrase, phraseOf, rangeOf, rawOf, type Token, tagged } from './phrase.ts';
import { isUnknownWord } from './references.ts';
import { knownSandbox, usualEnvironment } from './sandboxes.ts';

const object =
  '(?:(?: (?:it|this|that|them|him|her|please|one|thing))+|(?: (?:the|my|our|this|that|new|mcp|<server>))* (?:SOURCE|<server>)(?: (?:<server>|one|thing))?)';
const reaching =
  '(?:is|be|been|have|should|shall|must|would|will|can|has|to|as|into|:|=|read|reads|rather|(?:i|we) would (?:suggest|propose|like|prefer|choose))';
/** Words after which a label stands; the space behind them belongs to each. */
const triggers = [
  `(?:call|dub|tag|name|label|title|<rename>)${object}(?: back(?= to))?(?: (?:as|to|into|to be|in))?(?: :)?`,
  `<label>(?: (?:of|for|from) (?:(?:the|my|this|new) )*(?:it|this|that|<server>|SOURCE)(?: <server>)?)?(?: ${reaching})+(?: :)?`,
  '<label> (?:of|for|from) (?:(?:the|my) )?(?:SOURCE|\\S+)(?: <server>)? (?:to|into|as|in|:)',
  '(?:named|called|labelled|labeled|titled|entitled|known as|goes? by|refer to it as|by the name)(?: (?:as|of|:|the name of))?',
  '<rename> (?:\\S+ ){0,3}?(?:to|as|into)',
  '<label>(?: [a-z]+){1,5} :',
  '(?:under|as|with|use|using|by|give (?:it|him|SOURCE)|gets?|take|want|put(?: (?:it|him|SOURCE))?|like|other|new) (?:(?:the|a|its|other|new) )*(?:display )?<label>(?: (?:to|for) SOURCE)?(?: (?:of|:|=|is))?',
  '(?<!(?:the|a|its|that|this|your|proposed|other|no|offered|same|suggested|default|header|another|new|what|which|different|any|my|i) )(?:name|label|title)(?: :| =)?',
].map((trigger) => everywhere(pattern(`(?<![^ ])${trigger}(?= )`)));
/** "orders -> Order desk": nothing but a source and its new name. */
const renamedTo = pattern(
  '(?:^(?:(?:the|my|our|and) )*SOURCE to|(?:^|, |and )(?:(?:the|my|our) )*SOURCE (?:becomes?|(?:should|shall|must|is to) (?:become|be (?:called|named|renamed)(?: to)?)))(?= (?!NAME))',
);
/** "and the name Globex": only where a name is spelled as one. */
const theName = pattern('(?<![^ ])the <label>(?: :)?(?= )');
/** "make that Weather Desk", "it must be Outages": while one registers, what is spelled as a name is the label. */
const proposedLabel = pattern(
  '^(?:(?:no|well|ok|hmm|and|please|rather|actually) )*(?:make (?:it|that|this)|use|take|go with|(?:it|that|this) (?:should|must|shall|has to|ought to|needs to) be|let it be)(?= )',
);
/** "Release notes is the name": while one registers. */
const isTheLabel = pattern(
  '(?:^|, )(?:(?:no|well|ok|and|please) )*(?<said>(?!(?:it|this|that|what|which|the|a|my|here|and|SOURCE) )[^ ,]+(?: [^ ,]+){0,3}?) (?:is|should be|shall be|will be) (?:the|its) <label>(?= [,.]|$)',
);
/** "I think Cookbooks is better": while one registers, spelled as a name. */
const betterLabel = pattern(
  '^(?:(?:no|well|hmm|and|but|i|think|guess|maybe|perhaps|,) )*(?<said>(?!(?:it|this|that|the|a|my) )\\S+(?: \\S+){0,3}?) (?:is|was|would be|sounds|fits) (?:much |a )?(?:better|nicer|good|nice|fine|great)(?: <label>| one| choice)?$',
);
/** "use Orders as the label". */
const asItsLabel = pattern(
  '(?<![^ ])(?:use|take|with|put|set|have|want) (?<said>(?!it |this |that |the |NAME)\\S+(?: \\S+){0,4}?) (?:as|for) (?:the |its |a |my )?(?:display )?<label>(?![^ ])',
);
/** "Ledger as label": a clause of nothing else. */
const ownWord =
  '(?!(?:NAME|and|but|also|or|it|this|that|same|use|take|put|add|register|please|with|have|set|want) )[^ ,]+';
const saidAsLabel = pattern(
  `(?:^|, )(?:(?:and|but|also|with) )?(?<said>${ownWord}(?: ${ownWord}){0,3}?) as (?:the |its |a |my )?(?:display )?<label>(?= ,|$)`,
);
/** A reference, not a new label: "the header called X", "in a sandbox named Y". */
const notALabel = pattern(
  '(?:^| )(?:anyone|anybody|everyone|everybody|people|clients?|nobody|<agent>|they)(?: \\S+){0,5}? (?:can|may|could|will|must|should|to) $|(?:^| )(?:my|our|his|her) (?!<server>|<label>|one |thing |SOURCE)[a-z]+ (?:is|was) $|(?:^| )(?:<header>|<sandbox>|<credential>|<agent>|<tool>|not|which|what|are|was|(?<!it )were|used to be|has been|had been|formerly|previously)(?: (?:is|name|that|which|to be))* $|(?:^| )(?:because|since|although|even though) .*$|^(?:can|could|may|will|is|does|must|should) (?:the|this|that|a|my) $',
);
/** "add URL with bearer token called Desk": the server is called so, not the token. */
const afterScheme = pattern(
  'URL (?:\\S+ ){0,4}?(?:<needs>|using|via|by|and|,) (?:(?:an?|its?) )*(?:<bearer>|api|access)(?: <credential>)? $',
);
/** What a server may be spoken of as. */
const ofOurs = pattern(
  '^(?:<server>|<label>|api|service|system|app|application|product|platform|database|tool)s?$',
);
const addsOne = pattern('(?<![^ ])(?:<add>|<bring>|URL)(?![^ ])');
const copula = /^(?:is|was|are|were|be|been|gets?|got|has|just|also|actually)$/;
const person = /^(?:someone|somebody|everyone|everybody|they|people|mine|ours|he|she|him|her)$/;
/**
 * "my dog's name is Rex", "a friend of mine is called Rex", "Anna called it broken": a name of something that is no
 * server. Where the label is asked for, or one is being added, what nobody knows may be one.
 */
const isOfOther = (phrase: Phrase, at: number, view: View): boolean => {
  const told = phrase.tokens.slice(0, at);
  const end = told.findLastIndex(({ norm }) => !copula.test(norm));
  const subject = told[end];
  if (subject === undefined || (subject.kind !== 'word' && subject.kind !== 'agent')) return false;
  const isOwner = /['’]s$/.test(subject.raw);
  const isOpen = view.flow !== null && view.awaiting !== 'name';
  if (isOpen && /^there (?:is|are)\b/.test(phrase.norm)) return true;
  if (!isOwner && (!isOpen || addsOne.test(phrase.norm))) return false;
  const norm = subject.norm.replace(/ ?['’]s$/, '');
  return person.test(norm) || (!ofOurs.test(norm) && isUnknownWord({ ...subject, norm }));
};
/** "call the Docs search_docs tool" asks to run one. */
const runsTool = pattern(phrases.runs_tool);
/** "withdraw the integration named Docs": which one it is, where none is being added. */
const namesKnown = (before: string, next: Token | undefined): boolean =>
  next?.kind === 'source' &&
  pattern('(?:^| )(?:<server>|one|thing)(?: (?:that|which) is)? $').test(before) &&
  !pattern('(?<![^ ])(?:<add>|new|another)(?![^ ])').test(before);
/** "is called far too often", "named after our founder": how, and not what. */
const called = /(?:called|named|known|titled|as)(?: as| :)?$/;
const adverb =
  /^(?:far|too|less|more|often|very|daily|once|twice|frequently|quickly|soon|fast|early|late|after|before|much|many|directly|several|always|never|by)$/;
const isManner = (said: string, next: Token | undefined): boolean =>
  called.test(said.trim()) && next !== undefined && adverb.test(next.norm) && !/^\p{Lu}/u.test(next.raw);
/** In small letters no label begins so. */
const noStart =
  /^(?:is|are|was|be|been|of|you|we|i|they|that|this|it|for|me|will|would|should|shall|must|can|could|please|ok|and|or|fine|good|bad|wrong|right|better|has|have|had|server|off|quits|none|not|no|to|does|do|a|in|on|at|by|from|with|more|than|every|only|so|if|as|without|freely|directly|openly|anonymously|what|which|who|how|when|where|why|visible|relevant|necessary|optional|silly|stupid|ugly|odd|strange|weird|confusing|misleading|outdated|terrible|awful|unclear|boring|a bit|taken|changed|used|shown|now|again|too|instead|later|first|or|after|before)$/;

const closes = pattern(
  '^(?:<add> (?:it|this|that)|please|thanks|instead|then|thank you|tomorrow|after all|(?:rather|actually|again|now|better)$|unless|only if|for now|but|not|which|because|since|so|too|as well|afterwards|later|internally|henceforth|it (?:is|has|needs|uses|runs|does|should|goes)|its|that is|no (?:<auth>|<credential>|bearer))(?![^ ])',
);
const goesOn = pattern(
  '^(?:and|plus|but) (?:(?:also|then) )?(?:hide|block|disallow|forbid) (?:(?:the|its) )*(?:TOOL|<tool>)(?![^ ])|^(?:and|plus) (?:(?:also|then) )?(?:<pause-ed>|<limit-ed>|<rename-ed>|<remove-ed>)(?![^ ])|^(?:and|plus|with|without|using|via|on|at|from|by|for|then|no) (?:(?:then|please|also|a|an|the|its|my|our|no|it|custom|own|we|i|you|there|is|has|can|of) )*(?:URL|SECRET|HEADER|SANDBOX|SOURCE|<auth>|<credential>|<bearer>|<header>|<address>|<sandbox>|<add>|<remove>|<check>|<show>|<pause>|<resume>|<rename>|<rotate>|<limit>|<change>|anonymous|put|use|uses|needs?|takes?|tell|(?:send|email|mail|notify|inform|ask) (?:me|us|him|her|them|the)|goes|it|api|none|no|without|set|keep|open|public|make)(?![^ ])',
);
/** In small letters: said to us, and no part of a label. */
const aside = pattern(
  '^(?:if|because|once|unless|until|ok|okay|right|alright|cheers|today|tonight|tomorrow|immediately|asap|everywhere|for (?:me|us|now|everyone|everybody)|in the (?:morning|evening|afternoon|meantime)|and (?:nothing|that is|no more)|(?:and|then) (?:go ahead|proceed|continue|confirm|submit|wait|do it|yes|that is it|(?:try|retry|<check>) (?:it|that|again))|or (?:<remove>|<drop>|<pause>|<resume>|<rename>|<change>|<check>|leave|keep|so|something|whatever))(?![^ ])',
);
const ofSomeTime = new RegExp(`^${someTime}`);
const inSandbox = /^(?:in|into|for|to|on|under) (?:the |our |my )?(\S+)(?: (sandbox|environment|env)\b)?/;

const endsLabel = (rest: Phrase, at: number, view: View): boolean => {
  const tail = rest.norm.slice(rest.starts[at]);
  if (
    /^(?:comma|stop|url|secret|header|sandbox|name)$/.test(rest.tokens[at]!.kind) ||
    closes.test(tail) ||
    (aside.test(tail) && /^\p{Ll}/u.test(rest.tokens[at]!.raw)) ||
    goesOn.test(tail) ||
    ofSomeTime.test(tail)
  )
    return true;
  if (/^(?:(?:in|into|for|to|on) (?:the |our |my )?)?(?:sandbox|environment|env) \S/.test(tail)) return true;
  const isAddressed = (before: string) => /,|\b(?:do|but|actually|wait|no)\b/i.test(before);
  if (tail === 'first' && (view.flow !== null || isAddressed(rest.text.slice(0, rest.tokens[0]!.start))))
    return true;
  const placed = inSandbox.exec(tail);
  if (placed === null) return false;
  const [whole, name = '', word] = placed;
  const isUsual = /^in(?:to)? /.test(whole) && usualEnvironment.test(name) && whole === tail;
  return word !== undefined || isUsual || knownSandbox(name, view) !== undefined;
};

/** "back", "its old name", "something better": what it shall be called is still to be said. */
const placeholder =
  /^(?:back|(?:its|the|his|that) (?:old|former|previous|original|earlier|first|last|other) (?:name|label|title|one)|(?:what|how) it was(?: called)?(?: before)?|(?:whatever|something|anything|some other|another|a (?:new|better|different|shorter|nicer|good|other))(?: .*)?)$/;

/** The phrase with the label that stands from token `from` on tagged, when one does. */
const labelAfter = (phrase: Phrase, from: number, view: View): Phrase | null => {
  const rest = phraseOf(phrase.text, phrase.tokens.slice(from));
  const [first] = rest.tokens;
  if (
    first === undefined ||
    !(/^(?:word|quoted|tool|source|agent)$/.test(first.kind) || /\p{Extended_Pictographic}/u.test(first.raw))
  )
    return null;
  if (first.kind === 'source' && rest.tokens[1]?.norm === ':') return null;
  if (first.kind === 'word' && noStart.test(first.norm.split(' ')[0]!) && !/^\p{Lu}/u.test(first.raw))
    return null;
  let end = 1;
  if (first.kind !== 'quoted') while (end < rest.tokens.length && !endsLabel(rest, end, view)) end += 1;
  // "name Wiki Handbook": the one that is named so, and no label.
  if (first.kind === 'source' && rest.tokens[end]?.kind === 'name') return null;
  // "Foo or Bar": which of them is for the user to say.
  const isEither = rest.tokens.slice(1, end - 1).some(({ raw }) => raw === 'or');
  if (first.kind !== 'quoted' && isEither) return null;
  // "Foo Wiki to Bar": where one label ends and the next source begins, nobody can tell.
  if (/ SOURCE to /.test(rest.norm.slice(0, rest.starts[end]))) return null;
  if (
    first.kind !== 'quoted' &&
    placeholder.test(rest.norm.slice(0, (rest.starts[end] ?? rest.norm.length + 1) - 1))
  )
    return null;
  // "name it after the department: Controlling"
  const colon = rest.tokens.slice(0, end).findLastIndex(({ norm }) => norm === ':');
  const start = colon > 0 && colon < end - 1 ? colon + 1 : 0;
  return tagged(phrase, [from + start, from + end], 'name', rawOf(rest, start, end));
};

/** The label of a sentence: after "call it", "label", "name:", "as" … up to the next fact. */
export const takeName = (phrase: Phrase, view: View): Phrase => {
  const turned = asItsLabel.exec(phrase.norm) ?? saidAsLabel.exec(phrase.norm);
  if (turned !== null) {
    const [from, to] = rangeOf(phrase, turned, 'said');
    return tagged(phrase, [from, to], 'name', rawOf(phrase, from, to));
  }
  if (runsTool.test(phrase.norm)) return phrase;
  const registers = view.flow === 'register' || (view.flow === 'update' && view.awaiting === 'name');
  const better =
    registers || view.flow === null
      ? (isTheLabel.exec(phrase.norm) ?? (registers ? betterLabel.exec(phrase.norm) : null))
      : null;
  if (better !== null) {
    const [from, to] = rangeOf(phrase, better, 'said');
    if (/^\p{Lu}/u.test(phrase.tokens[from]!.raw))
      return tagged(phrase, [from, to], 'name', rawOf(phrase, from, to));
  }
  for (const match of triggers.flatMap((trigger) => [...phrase.norm.matchAll(trigger)])) {
    const before = phrase.norm.slice(0, match.index);
    if (notALabel.test(before) && !afterScheme.test(before)) continue;
    const [at, end] = rangeOf(phrase, match);
    const next = phrase.tokens[end];
    if (isOfOther(phrase, at, view)) continue;
    if (isManner(match[0], next) || namesKnown(before, next)) continue;
    const found = labelAfter(phrase, end, view);
    if (found !== null) return found;
  }
  const proposed = view.flow === 'register' ? proposedLabel.exec(phrase.norm) : null;
  const renamed = view.flow === null ? renamedTo.exec(phrase.norm) : null;
  const found = proposed ?? renamed;
  if (found !== null) {
    const at = rangeOf(phrase, found)[1];
    const token = phrase.tokens[at];
    const isOurs = token === undefined || knownSandbox(token.raw, view) !== undefined;
    const isLabel = !isOurs && /^\p{Lu}/u.test(token.raw) && (renamed !== null || isUnknownWord(token));
    if (isLabel) return labelAfter(phrase, at, view) ?? phrase;
  }
  const spelled = theName.exec(phrase.norm);
  const named = spelled === null ? phrase.tokens.length : rangeOf(phrase, spelled)[1];
  if (/^[\p{Lu}\d]/u.test(phrase.tokens[named]?.raw ?? '')) return labelAfter(phrase, named, view) ?? phrase;
  return pattern('(?<![^ ])(?:URL|it|this|<add>)(?![^ ])').test(phrase.norm)
    ? nameAfterAs(phrase, view)
    : phrase;
};

/** "add it as Team wiki": a word of ours after "as" is no label. */
const nameAfterAs = (phrase: Phrase, view: View): Phrase => {
  for (const [at, { norm }] of phrase.tokens.entries()) {
    const next = phrase.tokens[at + 1];
    // "as long as nobody sees it"
    const isMeasure = /^(?:long|soon|far|much|many|well)$/.test(phrase.tokens[at - 1]?.norm ?? '');
    if (norm !== 'as' || isMeasure || next === undefined || noLabel.test(next.norm) || isManner(norm, next))
      continue;
    const found = labelAfter(phrase, at + 1, view);
    if (found !== null) return found;
  }
  return phrase;
};
const noLabel = pattern(
  '^(?:long|far|much|many|if|though|shown|planned|agreed|intended|the|my|our|an|one|well|soon|usual|before|said|possible|described|follows|anonymous|above|below|default|unauthenticated|public|<server>|data|custom|<auth>|<bearer>|<label>|i|we|you|they|it|he|she)$',
);

const nameBeforeUrl = pattern(
  '(?<![^ ])<add>(?: (?:up|in|the|my|our|a|new))* (?<name>\\S+(?: \\S+){0,3}?)(?: , an? (?:mcp )?<server>)?(?: (?:which|that))?(?: (?:is|lives|runs|sits))?(?: (?:at|on|from|under|via|:|=|\\())? URL',
);
const speaksOfServer = pattern(
  '(?<![^ ])(?:<server>|<agent>|<address>|api|it|this|that|following|custom|bearer|header|another|second|one)(?![^ ])',
);
/** A name between the verb and "at URL" is a label: "add Partner feed at https://…"; so is a quoted one. */
export const takeNameBeforeUrl = (phrase: Phrase): Phrase => {
  // `"url": "https://…"` is a line of somebody's configuration.
  const isKey = (at: number): boolean => phrase.tokens[at + 1]?.raw.startsWith(':') === true;
  const quoted = phrase.tokens.findIndex((token, at) => token.kind === 'quoted' && !isKey(at));
  if (quoted !== -1 && /\bURL\b/.test(phrase.norm))
    return tagged(phrase, [quoted, quoted + 1], 'name', phrase.tokens[quoted]!.raw);
  for (const match of phrase.norm.matchAll(everywhere(nameBeforeUrl))) {
    const [from, to] = rangeOf(phrase, match, 'name');
    const said = rawOf(phrase, from, to);
    const isName = phrase.tokens.slice(from, to).every(({ kind }) => kind === 'word' || kind === 'source');
    if (
      isName &&
      /^[\p{Lu}\d]/u.test(said) &&
      !speaksOfServer.test(phrase.norm.slice(phrase.starts[from], phrase.starts[to]))
    )
      return tagged(phrase, [from, to], 'name', said);
  }
  return phrase;
};
