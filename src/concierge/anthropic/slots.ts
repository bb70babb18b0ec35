import type { Command, CommandName } from '../commands.ts';
import type { Message } from '../interpreter.ts';
import { lookUp } from '../name-lookup.ts';
import { understand } from '../offline/interpreter.ts';
import { asSaid, isIdentifierSaid, isMentioned, urlAsSaid, wordsOfUser } from './said.ts';

type Fields = Record<string, unknown>;
/** A field in the user's own spelling, or why it is not taken. */
export type Checked = { value: unknown } | { reason: string };

type Check = (value: string, command: Command, message: Message) => Checked;

/** What acts without a further question takes its values from this message; what is confirmed also from earlier ones. */
const textsFor = ({ command }: Command, message: Message): string[] => {
  const texts = wordsOfUser(message);
  const actsAtOnce = command === 'update' || message.view.slots.source !== undefined;
  return actsAtOnce ? texts.slice(0, 1) : texts;
};

const unsaid = (field: string): Checked => ({
  reason: `\`${field}\` is not what the user said. Leave out what was not said.`,
});
const taken = (value: unknown): Checked => ({ value });

/** The scheme is shown before anything is registered, so a word about it in a language that is near will do. */
const authWords =
  'auth authentication authorization token tokens bearer key keys header headers credential secret password login oauth jwt open public anonymous none no without nothing unprotected ' +
  'sin sans ohne senza sem kein keine keinen aucun aucune ninguna nenhuma nessuna autenticación autenticacion autenticação autenticacao autenticazione authentification authentifizierung clave clé schlüssel chiave chave jeton';

const baseUrl: Check = (value, command, message) => {
  const said = urlAsSaid(value, textsFor(command, message), message.view.slots.base_url);
  return said === null ? unsaid('base_url') : taken(said);
};

/** The name of a header says its scheme; else a word about authentication does. */
const authKind: Check = (value, command, { view, text }) =>
  value === view.slots.auth_kind ||
  view.awaiting === 'auth_kind' ||
  (value === 'header_token' && 'auth_header' in command) ||
  isMentioned(authWords, [text])
    ? taken(value)
    : unsaid('auth_kind');

const authHeader: Check = (value, command, message) =>
  isIdentifierSaid(value, textsFor(command, message)) ? taken(value) : unsaid('auth_header');

const label: Check = (value, command, message) => {
  if (value === message.view.offered.name && command.command === 'set') return taken(value);
  const said = asSaid(value, textsFor(command, message));
  return said === null ? unsaid('name') : taken(said);
};

/** A sandbox that exists, by a part of its name: "production" for `prod`. */
const sandbox: Check = (value, _, message) => {
  const { view, text } = message;
  const known = view.sandboxes.find((name) => name.toLowerCase() === value.toLowerCase());
  const begins = (word: string) => known?.toLowerCase().startsWith(word.slice(0, 3)) && word.length >= 3;
  const isMeant =
    view.awaiting === 'sandbox' || (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).some(begins);
  if (known !== undefined && isMeant) return taken(known);
  const said = asSaid(value, wordsOfUser(message));
  return said === null ? unsaid('sandbox') : taken(known ?? said);
};

const isEvery = /\b(?:all|both|each|every\w*|any\w*)\b/i;
/** What cannot be undone, or consents, is about a source that was spoken of. */
const named = new Set<CommandName>(['revoke', 'accept']);

const everyWord = ({ text, recent }: Message): string[] => [text, ...recent.map((entry) => entry.text)];

/** What exists may be named from the state; what does not exist is a word that was said. */
const source: Check = (value, { command }, message) => {
  const sources = message.view.sources.map(({ name, namespace }) => ({ name, names: [name, namespace] }));
  const known = lookUp(value, sources);
  const isTaken =
    known.kind === 'one'
      ? !named.has(command) ||
        isEvery.test(message.text) ||
        isMentioned(known.found.name, everyWord(message)) ||
        asSaid(value, everyWord(message)) !== null
      : asSaid(value, everyWord(message)) !== null;
  return isTaken ? taken(value) : unsaid('source');
};

const agent: Check = (value, _, message) => {
  const isKnown = message.view.agents.some(({ slug, name }) => slug === value || name === value);
  return isKnown || asSaid(value, everyWord(message)) !== null ? taken(value) : unsaid('agent');
};

const tool: Check = (value, _, message) =>
  isIdentifierSaid(value, everyWord(message)) ? taken(value) : unsaid('tool');

const checks: Record<string, Check> = {
  base_url: baseUrl,
  auth_kind: authKind,
  auth_header: authHeader,
  name: label,
  sandbox,
  source,
  agent,
  tool,
};

const unrestricts = /\b(?:lift|unrestrict\w*|restrictions?|no limits?|open|completely|fully)\b/i;

/** "two calls per second": what is said in other words is for the offline interpreter to reckon. */
const isCapRead = (cap: number, { text, view }: Message): boolean =>
  understand(text, view).some((read) => read.command === 'update' && read.rate_cap_per_minute === cap);

const limits = (command: Command, message: Message): string | null => {
  if (command.command === 'help' && command.names?.some((name) => asSaid(name, [message.text]) === null))
    return '`names` has one that the user did not say.';
  if (command.command !== 'update') return null;
  const { allowed_tools, rate_cap_per_minute } = command;
  const texts = textsFor(command, message);
  const cap = rate_cap_per_minute;
  if (cap !== undefined && asSaid(String(cap), texts) === null && !isCapRead(cap, message))
    return '`rate_cap_per_minute` is not a number that the user said.';
  if (allowed_tools === null && !isEvery.test(message.text) && !unrestricts.test(message.text))
    return '`allowed_tools` may be null only when the user asks for all tools.';
  const named = [allowed_tools, command.allow_tools, command.withhold_tools].flatMap((names) => names ?? []);
  return named.some((name) => asSaid(name, texts) === null)
    ? 'The list of tools has a name that the user did not say.'
    : null;
};

/**
 * The command with every value in the user's own spelling, or why it is refused: a value that the user never said
 * is not taken, however likely it is.
 */
export const withSaidValues = (
  command: Command,
  message: Message,
): { command: Command } | { reason: string } => {
  const reason = limits(command, message);
  if (reason !== null) return { reason };
  const fields: Fields = { ...command };
  for (const [field, value] of Object.entries(command)) {
    const check = Object.hasOwn(checks, field) ? checks[field] : undefined;
    if (!check || typeof value !== 'string') continue;
    const checked = check(value, command, message);
    if ('reason' in checked) return checked;
    fields[field] = checked.value;
  }
  return { command: fields as Command };
};
