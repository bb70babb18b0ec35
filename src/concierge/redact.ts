import { normalizeCredential } from '../domain/auth.ts';
import { Credential } from '../domain/credential.ts';
import { type Found, findSecrets, looksTokenish } from '../domain/find-secrets.ts';
import type { Command } from './commands.ts';
import type { View } from './interpreter.ts';
import { looksForeign } from './offline/foreign.ts';
import { read } from './offline/interpreter.ts';
import { tokenise } from './offline/tokens/phrase.ts';
import { isFiller, isUnknownWord } from './offline/tokens/references.ts';
import { findUrls } from './offline/tokens/urls.ts';
import type { Redacted } from './redaction.ts';
import { isAskedAbout, isSpoilt, isWeak, notDenied } from './said-of-secret.ts';

const mark = '[credential]';
const shortestPart = 6;
const wrapping = new Set(['affirm', 'greet', 'thanks', 'bye', 'unclear', 'deny']);
/** Commands that a sentence around a secret is easily taken for. */
const harmless = new Set([...wrapping, 'help', 'repeat', 'why', 'list_sources', 'list_tools', 'list_agents']);
/** A single word of ours, the name of a header or the number of an option: it may be meant as such. */
const mayBeSaid = /^(?:[a-z]{1,19}|x-[a-z-]{1,17}|\d)[?!.]*$/i;
/** "wat", "lol", "dunno": hardly a credential, but who knows. */
const shortWord = /^[a-z]{1,7}[?!.,]*$/i;
const authWords = /\b(?:bearer|token|key|header|secret|password|credential|auth\w*|value)\b/gi;

const none = (text: string): Redacted => ({ text, credential: null, kind: 'none' });

/** Replaces what is left of a secret elsewhere in the text: a second mention, or a part of it. */
const withoutParts = (text: string, secret: string): string => {
  const whole = text.replaceAll(secret, mark);
  const urls = findUrls(whole);
  const isKept = (at: number) => urls.some(({ start, end }) => at >= start && at < end);
  const doomed = new Set<number>();
  for (let from = 0; from + shortestPart <= secret.length; from++) {
    const part = secret.slice(from, from + shortestPart);
    for (let at = whole.indexOf(part); at !== -1; at = whole.indexOf(part, at + 1))
      if (!isKept(at)) for (let index = at; index < at + shortestPart; index++) doomed.add(index);
  }
  if (doomed.size === 0) return whole;
  return [...whole].reduce(
    (result, character, at) =>
      !doomed.has(at) ? result + character : doomed.has(at - 1) ? result : result + mark,
    '',
  );
};

const replaced = (text: string, found: Found[]): string => {
  const marked = found
    .toReversed()
    .reduce((result, { start, end }) => result.slice(0, start) + mark + result.slice(end), text);
  return found.reduce((result, { value }) => withoutParts(result, value), marked);
};

/** The secret that the words about authentication stand nearest to; one in an address is the last choice. */
const meant = (text: string, found: Found[]): Found => {
  const words = [...text.matchAll(authWords)].map((match) => match.index + match[0].length);
  const far = ({ start, said }: Found) =>
    Math.min(9999, ...words.map((at) => (at <= start ? start - at : (at - start) * 2))) + (said ? 0 : 10_000);
  return found.reduce((best, other) => (far(other) < far(best) ? other : best));
};

/** True when, apart from the secret, the message only hands it over. */
const onlyHandsOver = (text: string, view: View): boolean => {
  const { commands } = read(text, view);
  return commands.every(
    (command) =>
      wrapping.has(command.command) ||
      (command.command === 'set' &&
        Object.entries(command).every(
          ([key, said]) => key === 'command' || view.slots[key as 'auth_kind'] === said,
        )),
  );
};

/** The only single words that are not taken for the credential while it is asked for. */
const commandWord =
  /^(?:cancel|nvm|never ?mind|abort|back|undo|help|skip|stop|repeat|why|what|how|where|none|nothing|quit|exit|restart|list|status|menu|yes|no|ok|okay|hello|hi|thanks|bye)[?!.]*$/i;
const secretWord = /^(?:bearer|token|key|header|secret|pass\w*|pwd|credential)s?$/i;
const mixed = /^(?!x-|oauth)(?=.*\d)(?=.*[a-z])[^\s:/.]{6,}$/i;
const fewWords = 4;
/** "hunter2 is my password?", "dev-token please": what may be the value among a few words that change nothing else. */
const valueAmong = (message: string, view: View, commands: Command[]): string | undefined => {
  const words = message.split(/\s+/).map((word) => word.replace(/^["'`(]+|["'`),.;:!?]+$/g, ''));
  if (words.length > fewWords) return undefined;
  const header = commands.map((command) => (command.command === 'set' ? command.auth_header : undefined))[0];
  if (header !== undefined && !/^x-/i.test(header) && !/\bheaders?\b/i.test(message)) return header;
  if (words.some((word) => secretWord.test(word))) return words.find((word) => looksTokenish(word));
  const known = [...view.sources, ...view.agents].map(({ name }) => name.toLowerCase());
  const isPhrase = commands.every(({ command }) => command === 'unclear');
  return !isPhrase && commands.every(({ command }) => harmless.has(command))
    ? words.find((word) => mixed.test(word) && !known.some((name) => name.includes(word.toLowerCase())))
    : undefined;
};

/** User name and password, which no source can be called with: hidden like any secret, and kept by nobody. */
const signsIn = /(?:\bauthorization["']?\s*[:=]\s*["'`]?basic\s+|\s(?:-u|--user)[\s=]+["']?)$/i;

const fewestUnknown = 3;
const spoken = /^[a-z]*[aeiouy][a-z]*$/;
/** "correct horse battery staple": words that say nothing together, where it is asked how callers are recognised. */
const isPassphrase = (text: string, view: View): boolean => {
  if (view.awaiting !== 'auth_kind' || !/^[a-z]{3,}(?:[ -][a-z]{3,}){3,}$/.test(text.trim())) return false;
  // "mkkd ooz wrr zzt": a slip of the hand, and no words.
  if (
    looksForeign(text) ||
    !text
      .trim()
      .split(/[ -]/)
      .every((one) => spoken.test(one))
  )
    return false;
  const { tokens } = tokenise(text.replaceAll('-', ' '));
  const unknown = tokens.filter(isUnknownWord);
  return (
    unknown.length >= fewestUnknown &&
    tokens.length - unknown.length <= 1 &&
    !tokens.some(isFiller) &&
    read(text, view).commands.every(({ command }) => command === 'unclear')
  );
};

const asAnswer = (text: string, kind: 'answer' | 'doubtful'): Redacted => {
  const secret = normalizeCredential(text);
  return secret === '' ? none(text) : { text: mark, credential: new Credential(secret), kind };
};

const namesIn = ({ sources, agents, sandboxes }: View): string[] => [
  ...sources.flatMap(({ name, namespace }) => [name, namespace]),
  ...agents.flatMap(({ slug, name }) => [slug, name]),
  ...sandboxes,
];

/** The credential was asked for: the message is it, unless it is plainly something else. */
const captured = (text: string, view: View): Redacted => {
  const message = text.trim();
  // "?", "...", ":)": no credential is without letters and digits.
  if (message === mark || !/[\p{L}\p{N}]/u.test(message)) return none(text);
  const { plain, commands } = read(message, view);
  const isWord = !/\s/.test(normalizeCredential(message));
  const isAddress = /^[<"'`]?\w+:\/\/|^\{/.test(message);
  if (commandWord.test(message) || (plain && isAddress)) return none(text);
  const isOurs = commands.some(({ command }) => command !== 'unclear');
  // "actually, leave it as it is": as many words as a credential has not, and none that looks like one.
  const words = message.split(/\s+/);
  const leaves = commands.every(({ command }) => command === 'cancel') && isOurs;
  if (leaves && words.length > fewWords && !words.some(looksTokenish)) return none(text);
  if (isWord) {
    const isDoubtful =
      shortWord.test(message) ||
      (isOurs && mayBeSaid.test(message)) ||
      isWeak(normalizeCredential(message), namesIn(view));
    return asAnswer(message, isDoubtful ? 'doubtful' : 'answer');
  }
  const value = valueAmong(message, view, commands);
  if (value !== undefined) return asAnswer(value, 'doubtful');
  return plain ? none(text) : asAnswer(message, 'doubtful');
};

/** "Basic dXNlcjpwYXNz": with the scheme in front, as a header of one's own holds it. */
const schemeAndValue =
  /^(["'`]?)(?<value>(?:[Bb]asic|BASIC|[Dd]igest|[Nn]egotiate|SSWS|Splunk)\s+(?=\S*[\dA-Z=])\S{6,}?)\1$/;
/** The whole value of a custom header: it goes to the server as it was pasted. */
const withScheme = (text: string, { secret_input, awaiting, slots }: View): Redacted | null => {
  const isOfHeader = secret_input && slots.auth_kind === 'header_token';
  const value = schemeAndValue.exec(text.trim())?.groups?.value;
  if (value === undefined || !(isOfHeader || (awaiting === 'auth_kind' && /^basic/i.test(value))))
    return null;
  return { text: mark, credential: new Credential(value), kind: isOfHeader ? 'answer' : 'volunteered' };
};

/**
 * Takes every secret out of a message before anything else sees it: by position ("token is …", a header's value,
 * a URL's query), by shape, and, while `view.secret_input`, because it was asked for. Each mention of a secret
 * becomes `[credential]`; no part of one of 6 characters or more stays (rule S1).
 */
export const redact = (text: string, view: View): Redacted => {
  const whole = withScheme(text, view);
  if (whole !== null) return whole;
  const found = findSecrets(text, findUrls(text), view.secret_input);
  if (found.length === 0 && isPassphrase(text, view))
    return { text: mark, credential: new Credential(text.trim()), kind: 'volunteered' };
  if (found.length === 0) return view.secret_input ? captured(text, view) : none(text);
  if (view.secret_input && found.every(({ sure }) => !sure) && read(text, view).plain) return none(text);
  const safe = replaced(text, found);
  const usable = view.secret_input ? found : found.filter(({ start }) => !signsIn.test(text.slice(0, start)));
  if (usable.length === 0) return none(safe);
  const wanted = notDenied(text, usable);
  const chosen = meant(text, wanted.length > 0 ? wanted : usable);
  const credential = new Credential(normalizeCredential(chosen.value));
  return {
    text: safe,
    credential,
    kind: kindOf({ text, safe, chosen, isDenied: wanted.length === 0 }, view),
  };
};

type Chosen = { text: string; safe: string; chosen: Found; isDenied: boolean };

/** What is said of the secret decides whether it is taken: where it was asked for, the user is asked about it at most. */
const kindOf = ({ text, safe, chosen, isDenied }: Chosen, view: View): Redacted['kind'] => {
  if (isDenied) return 'refused';
  const isOpen = isAskedAbout(safe) || isSpoilt(text, chosen);
  if (!view.secret_input) return isOpen ? 'refused' : 'volunteered';
  if (isOpen || /\?\s*$/.test(safe)) return 'doubtful';
  return onlyHandsOver(safe, view) ? 'answer' : 'volunteered';
};
