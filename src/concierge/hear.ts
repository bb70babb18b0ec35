import { credentialProblem, normalizeCredential } from '../domain/auth.ts';
import { Credential } from '../domain/credential.ts';
import { createScrubber } from '../domain/scrub.ts';
import { conflict } from '../errors.ts';
import { isOfOtherRequest, withoutAuthWords } from './came-with.ts';
import type { Command } from './commands.ts';
import { awaitingOf, type Conversation } from './conversation.ts';
import { withDoubt } from './doubtful-yes.ts';
import type { TurnInput } from './events.ts';
import type { View } from './interpreter.ts';
import { read } from './offline/interpreter.ts';
import { findUrls } from './offline/tokens/urls.ts';
import { optionsOf } from './options.ts';
import { ownersOf, unregistered } from './owner.ts';
import { newServers } from './processor.ts';
import { redact } from './redact.ts';
import type { Redacted } from './redaction.ts';
import { openStagedCredential } from './staged-credential.ts';
import { conversationOf, type Emissions, type TurnState } from './turn-state.ts';
import { understand } from './understand.ts';

/** What a message comes to once its secrets are out of it. */
export type Heard = {
  /** For the transcript. */
  text: string;
  commands: Command[];
  credential: Credential | null;
  /** Why the credential cannot be one; it is then dropped. */
  problem: string | null;
  kind: Redacted['kind'];
  /** The sources that the credential is said to be of. */
  owners: string[];
  /** The credential came with a request for something else, which takes none. */
  strays: boolean;
  /** Nobody asked for a credential, and one is in it that a flow of this conversation has already. */
  repeats: boolean;
};

/** A URL that held it is refused, and it goes with the URL: the user is told to give it on its own (rule S4). */
const cameInUrl = (text: string): boolean =>
  findUrls(text).some(({ value }) => value.includes('[credential]'));

/** A list of sources was answered by number; the yes that follows it is said, or is a button. */
const isBareNumber = (text: string): boolean => /^\s*#?\d+\s*[.)]?\s*$/.test(text);
const revokes = (conversation: Conversation): boolean =>
  conversation.flow?.name === 'revoke' && awaitingOf(conversation) === 'confirmation';

/** What stands in the transcript for a message that was a credential and nothing else. */
const hidden = '[credential]';

const nothing: Heard = {
  text: '',
  commands: [],
  credential: null,
  problem: null,
  kind: 'none',
  owners: [],
  strays: false,
  repeats: false,
};

const withCredential = (heard: Heard, credential: Credential | null): Heard =>
  credential ? { ...heard, credential, problem: credentialProblem(credential.reveal()) } : heard;

/** The option that a button's id or label names. Errors: `conflict` when the present question does not offer it. */
const chosen = (turn: TurnState, wanted: string): Heard => {
  const options = optionsOf(conversationOf(turn), turn.facts);
  const option =
    options.find(({ id }) => id === wanted) ??
    options.find(({ label }) => label.toLowerCase() === wanted.trim().toLowerCase());
  if (!option)
    throw conflict(
      'The present question does not offer that answer. Reload the conversation to see what it asks.',
    );
  return { ...nothing, text: option.label, commands: [{ command: 'choose', option: option.id }] };
};

/** A button or a credential. Errors: `conflict` for an answer that the present question does not take. */
export const hearControl = (turn: TurnState, input: Exclude<TurnInput, { kind: 'message' }>): Heard => {
  if (input.kind === 'reply') return chosen(turn, input.id);
  if (awaitingOf(conversationOf(turn)) !== 'credential')
    throw conflict('No credential is asked for right now.');
  const credential = new Credential(normalizeCredential(input.value.reveal()));
  return withCredential({ ...nothing, text: hidden, kind: 'answer' }, credential);
};

/** The credentials that wait in this conversation, those of parked flows too. */
const stagedCredentials = async ({ deps, stored }: TurnState): Promise<Credential[]> => {
  const { conversation } = stored;
  const flows = [...(conversation.flow ? [conversation.flow] : []), ...conversation.parked];
  const staged = await Promise.all(flows.map((flow) => openStagedCredential(deps, conversation, flow)));
  return staged.filter((credential) => credential !== null);
};

/** A credential that another registration of this conversation holds may be given again: each has its own. */
const withRepeated = (found: Redacted, staged: Credential[], said: string): Redacted => {
  // What was taken out before leaves "the same token: [credential]", which is none itself.
  const isOpen = found.credential === null || found.kind === 'doubtful';
  const isRepeated = isOpen && found.text.includes('[credential]');
  const again = isRepeated ? staged.find((known) => said.includes(known.reveal())) : undefined;
  if (again === undefined) return found;
  const isAlone = normalizeCredential(found.text) === '[credential]';
  return isAlone
    ? { text: found.text, credential: again, kind: 'answer' }
    : { text: found.text, credential: again, kind: 'volunteered' };
};

/** The words around a credential that is taken need not be understood, and "the old one was wrong" is done with it. */
const besideCredential = (commands: Command[]): Command[] => {
  const others = commands.filter((one) => one.command !== 'clear' || one.slot !== 'credential');
  return others.every(({ command }) => command === 'unclear') ? [] : others;
};

/**
 * Captures secrets first, then asks the interpreter; `view` is what the user answers to. Nothing but this function sees the message as it came.
 * Errors: `conflict` for an answer that the present question does not take.
 */
export async function* hear(turn: TurnState, input: TurnInput, view: View): Emissions<Heard> {
  if (input.kind !== 'message') return hearControl(turn, input);
  const conversation = conversationOf(turn);
  const staged = await stagedCredentials(turn);
  // What a flow already holds is taken out first, however weak it looks (rule S2).
  const said = createScrubber(staged.map((known) => known.reveal())).text(input.text);
  const found = redact(said, view);
  const { text, credential, kind } = view.secret_input ? withRepeated(found, staged, input.text) : found;
  const alone = kind === 'answer' || kind === 'doubtful';
  const kept = cameInUrl(text) ? null : credential;
  const remembered = alone ? hidden : text;
  if (input.echo === true) yield { event: 'user_message', data: { text: remembered } };
  if (isBareNumber(text) && revokes(conversation))
    return { ...nothing, text, commands: [{ command: 'unclear' }] };
  const secrets = credential ? [...staged, credential] : staged;
  const commands = alone ? [] : yield* understand(turn, { text, view, secrets });
  const judged = withDoubt(commands, text, view);
  // The same token for one more server, in the sentence or the configuration that names it.
  const again = newServers(commands, view.slots.base_url).length === 1;
  const given =
    again && kind !== 'refused' ? withRepeated({ text, credential: kept, kind }, staged, input.text) : null;
  const taken = given?.credential ?? kept;
  const asked = taken === null ? judged : besideCredential(judged);
  const owners = taken ? ownersOf(said, taken, view) : [];
  const isOfOpen = view.secret_input || owners.includes(view.slots.source ?? unregistered);
  // "[credential], and pause Docs": what stands before it is for what is open.
  const beside = taken !== null && !isOfOpen && isOfOtherRequest(asked, view.slots);
  const ahead = beside ? read(text.slice(0, text.indexOf('[credential]')), view).commands : [];
  const strays = isOfOtherRequest(ahead, view.slots);
  const heard = {
    ...nothing,
    text: remembered,
    kind: given?.kind ?? kind,
    commands: strays ? withoutAuthWords(asked) : asked,
    owners,
    strays,
    repeats: taken === null && !view.secret_input && said !== input.text,
  };
  return withCredential(heard, taken);
}
