import { shortened } from '../domain/text.ts';
import { isConciergeError } from '../errors.ts';
import { loggedFailure } from '../log.ts';
import { offerParked } from './advance.ts';
import { questionOf } from './ask-again.ts';
import { besideWhich, goesWithWhich } from './beside-which.ts';
import { type Command, isRequest } from './commands.ts';
import {
  awaitingOf,
  isAnswerable,
  newConversation,
  saveConversation,
  serverLabel,
  slotsOf,
} from './conversation.ts';
import type { TurnEvent, TurnInput } from './events.ts';
import { loadFacts } from './facts.ts';
import { endGone } from './gone.ts';
import { perform } from './handlers/index.ts';
import { type Heard, hear } from './hear.ts';
import { endMended, refreshRepairs } from './present-repairs.ts';
import { correctedFirst, type NewServer, newServers, tidy, withoutCredentialWords } from './processor.ts';
import { recover } from './recover.ts';
import { count, listed, say } from './reply.ts';
import { expireStaged } from './stale.ts';
import { takeCredential } from './take-credential.ts';
import { conversationOf, type Emissions, type TurnState, utter } from './turn-state.ts';
import { flowStateOf, viewOf } from './view.ts';

export type TurnBeginning = {
  input: TurnInput;
  /** The input when it was judged before the turn began. */
  heard: Heard | null;
  greeting: string | null;
};

/** One message may name several servers: who is first is said, and no credential is given to the wrong one. */
const sayServers = (servers: readonly NewServer[], withCredential: boolean): string =>
  [
    say('flow.several_servers', {
      count: count(servers.length, 'server'),
      labels: listed(servers.map(serverLabel)),
      first: serverLabel(servers[0]!),
    }),
    ...(withCredential ? [say('flow.credentials_of_several')] : []),
  ].join(' ');

/** What the message asks for, one command after the other, then its credential, then what is asked next. */
async function* answer(turn: TurnState, beginning: TurnBeginning): Emissions {
  if (beginning.greeting) yield utter(beginning.greeting);
  yield* recover(turn);
  const conversation = conversationOf(turn);
  // What is said answers the question that was shown, also when a lost credential leads to another one.
  const shown = viewOf(conversation, turn.facts);
  const isGone = yield* endGone(turn);
  refreshRepairs(turn);
  yield* expireStaged(turn);
  const heard = beginning.heard ?? (yield* hear(turn, beginning.input, shown));
  remember(turn, 'user', heard.text);
  conversation.declined = false;
  const awaiting = awaitingOf(conversation);
  const asked = isGone ? heard.commands.filter(isRequest) : heard.commands;
  const said = heard.credential ? withoutCredentialWords(asked) : asked;
  turn.commands = said.length;
  const ordered =
    awaiting === 'confirmation' ? correctedFirst(said, slotsOf(conversation.flow).base_url) : said;
  turn.pending.push(...tidy(ordered, awaiting !== null));
  const servers = newServers(turn.pending, slotsOf(conversation.flow).base_url);
  if (servers.length > 1) yield utter(sayServers(servers, heard.credential !== null));
  const missesBefore = conversation.misses;
  for (let next = turn.pending.shift(); next && !turn.signal.aborted; next = turn.pending.shift()) {
    // "rename notes to n1 and pause it", where nobody can tell which notes: "it" is none either.
    if (turn.missed && 'source' in next && next.source === 'it' && !goesWithWhich(turn, next)) continue;
    // Asked for something new, an open "which one?" is given up; it stays open behind a look.
    yield* withFreshFacts(turn, performOrSay(turn, yield* besideWhich(turn, next)));
  }
  if (servers.length <= 1) yield* withFreshFacts(turn, takeCredential(turn, heard));
  if (conversation.misses === missesBefore) conversation.misses = 0;
  yield* endMended(turn);
  offerParked(turn);
  // A question that this message led to is always shown: a later yes may answer it.
  const question = turn.asks || turn.moved ? questionOf(turn) : null;
  if (question) yield utter(question);
  else if (turn.ended && turn.asks) yield utter(say('flow.anything_else'));
}

/** What called a tool may have changed what exists. */
async function* withFreshFacts(turn: TurnState, emissions: Emissions): Emissions {
  const callsBefore = turn.calls;
  yield* emissions;
  if (turn.calls > callsBefore)
    turn.facts = await loadFacts(turn.deps, turn.caller, conversationOf(turn).sandbox_id);
}

/** A request that cannot be done as it stands is answered with the reason; the conversation goes on. */
async function* performOrSay(turn: TurnState, command: Command): Emissions {
  try {
    yield* perform(turn, command);
  } catch (error) {
    if (!isAnswerable(error)) throw error;
    yield utter(error.message);
  }
}

const maxTitle = 80;

const remember = (turn: TurnState, role: 'user' | 'concierge', text: string): void => {
  if (text === '') return;
  const conversation = conversationOf(turn);
  conversation.transcript.push({ role, text, at: turn.deps.now().toISOString() });
  if (role === 'user' && conversation.title === '') conversation.title = shortened(text, maxTitle);
};

/** `run_started` has named a fresh conversation: it exists from then on, also when its first turn failed. */
const keepFresh = async ({ deps, stored, caller, run_id }: TurnState): Promise<void> => {
  if (stored.stored_version !== 'absent') return;
  const { sandbox_id, session_id, created_at } = stored.conversation;
  const conversation = newConversation(caller, { sandbox_id, session_id, at: created_at });
  await saveConversation(deps.store, { conversation, stored_version: 'absent' }).catch((error: unknown) =>
    deps.log.error(
      { run_id, session_id, failure: loggedFailure(error) },
      'a fresh conversation was not kept',
    ),
  );
};

/** Frames of the answer; its sentences are joined into one text, a paragraph each, and remembered. */
async function* speak(turn: TurnState, emissions: Emissions): AsyncGenerator<TurnEvent> {
  let text = '';
  for await (const emission of emissions) {
    if (emission.event !== 'say') {
      yield emission;
      continue;
    }
    const delta = text === '' ? emission.text : `\n\n${emission.text}`;
    text += delta;
    yield { event: 'agent_text_delta', data: { text: delta } };
  }
  remember(turn, 'concierge', text);
}

/**
 * One turn, from what was heard to what is saved. A fault of ours ends it with one honest sentence and leaves the
 * conversation as it was; what an effect did is found on the next turn.
 */
export async function* runTurn(turn: TurnState, beginning: TurnBeginning): AsyncGenerator<TurnEvent> {
  const { run_id, deps } = turn;
  const { session_id } = conversationOf(turn);
  yield { event: 'run_started', data: { run_id, session_id } };
  try {
    yield* speak(turn, answer(turn, beginning));
    const conversation = conversationOf(turn);
    conversation.version += 1;
    conversation.updated_at = deps.now().toISOString();
    await saveConversation(turn.lock, turn.stored, [turn.lock.end]);
    yield { event: 'flow_state', data: flowStateOf(conversation, turn.facts) };
    const stop_reason = turn.signal.aborted ? 'cancelled' : 'end_turn';
    yield { event: 'agent_finish', data: { stop_reason, session_id, usage: turn.usage, run_id } };
  } catch (error) {
    const expected = isConciergeError(error, 'conflict');
    const isStoreAway = isConciergeError(error, 'unavailable');
    const isStored = isStoreAway && error.data.not_yet_durable === true;
    if (!expected) deps.log.error({ run_id, session_id, failure: loggedFailure(error) }, 'a turn failed');
    await keepFresh(turn);
    const ours = say(isStoreAway ? 'talk.store_away' : 'talk.internal_error', { run_id });
    const message = expected || isStored ? error.message : ours;
    const type = isConciergeError(error) ? error.code : 'internal';
    yield { event: 'agent_error', data: { message, type, run_id } };
  }
}
