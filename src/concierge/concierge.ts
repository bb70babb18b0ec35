import { getSandbox } from '../accounts/get-sandbox.ts';
import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import { requireExpected } from '../domain/expected-version.ts';
import { createId, isId } from '../domain/id.ts';
import { conflict, notFound, validationError } from '../errors.ts';
import { keys } from '../store/keys.ts';
import { listAll } from '../store/list-all.ts';
import {
  awaitingOf,
  busy,
  type Conversation,
  isAside,
  loadConversation,
  newConversation,
  offeredHeader,
  type StoredConversation,
} from './conversation.ts';
import type { Concierge, SessionSummary, Turn, TurnEvent, TurnRequest } from './events.ts';
import { loadFacts } from './facts.ts';
import { hearControl } from './hear.ts';
import { observedTurn } from './observe-turn.ts';
import { say } from './reply.ts';
import { runTurn } from './turn.ts';
import { type TurnLock, takeTurn } from './turn-lock.ts';
import type { ConciergeDeps, TurnState } from './turn-state.ts';
import { flowStateOf } from './view.ts';

const maxMessage = 4000;

const checkInput = ({ input }: TurnRequest): void => {
  if (input.kind === 'message' && (input.text.trim() === '' || [...input.text].length > maxMessage))
    throw validationError('message', `A message has 1 to ${maxMessage} characters.`);
  if (input.kind === 'credential' && input.value.reveal().trim() === '')
    throw validationError('value', 'The credential is empty.');
};

/** What a turn has from its beginning. */
type Held = { session_id: string; run_id: string; lock: TurnLock };

const keysOf = ({ user_id }: Caller, sandbox_id: string, session_id: string) => ({
  lock: keys.turnLock(user_id, session_id),
  conversation: keys.session(user_id, sandbox_id, session_id),
});

/** The conversation of an account's agents' keeper: turns, one at a time, and what they left. */
export const createConcierge = (deps: ConciergeDeps): Concierge => {
  /** Conversations with a turn running in this process: a second one is refused without asking the store. */
  const running = new Set<string>();

  const openConversation = async (
    caller: Caller,
    { sandbox_id, ...request }: TurnRequest,
    session_id: string,
  ): Promise<StoredConversation & { started_over: boolean }> => {
    if (request.session_id === undefined) {
      const fresh = newConversation(caller, { sandbox_id, session_id, at: deps.now().toISOString() });
      return { conversation: fresh, stored_version: 'absent', started_over: false };
    }
    return loadConversation(deps.store, caller, { sandbox_id, session_id });
  };

  const prepare = async (
    caller: Caller,
    request: TurnRequest,
    { session_id, run_id, lock }: Held,
  ): Promise<{ turn: TurnState; started_over: boolean }> => {
    const { started_over, ...stored } = await openConversation(caller, request, session_id);
    requireExpected('conversation', stored.conversation.version, request);
    const { input } = request;
    if (
      input.kind === 'reply' &&
      input.version !== undefined &&
      input.version !== stored.conversation.version
    )
      throw conflict(
        'The conversation has moved on since that button was shown. Reload it to see what it asks now.',
      );
    const turn: TurnState = {
      deps,
      caller,
      run_id,
      signal: AbortSignal.any([request.signal, lock.lost]),
      lock,
      stored,
      facts: await loadFacts(deps, caller, request.sandbox_id),
      commands: 0,
      pending: [],
      moved: false,
      aside: isAside(stored.conversation),
      started: false,
      insists: offeredHeader(stored.conversation),
      whole: false,
      asks: true,
      ended: false,
      missed: false,
      did: false,
      began_effect: false,
      checked: [],
      calls: 0,
      usage: { tokens_in: 0, tokens_out: 0 },
    };
    return { turn, started_over };
  };

  const beginHeld = async (
    caller: Caller,
    request: TurnRequest,
    held: Held,
  ): Promise<{ turn: TurnState; events: AsyncGenerator<TurnEvent> }> => {
    const { turn, started_over } = await prepare(caller, request, held);
    // Buttons and credentials that nothing asks for are refused before the first frame.
    const { input } = request;
    const refused = input.kind !== 'message' && !turn.stored.conversation.effect;
    const heard = refused ? hearControl(turn, input) : null;
    const greeting = started_over ? say('flow.started_over') : null;
    const events = observedTurn(turn, request, runTurn(turn, { input, heard, greeting }));
    return { turn, events };
  };

  const beginTurn = async (caller: Caller, request: TurnRequest): Promise<Turn> => {
    checkInput(request);
    const session_id = request.session_id ?? createId('session');
    if (!isId('session', session_id)) throw notFound('conversation');
    const run_id = createId('run');
    const name = `${caller.user_id}/${session_id}`;
    if (running.has(name)) throw busy();
    running.add(name);
    try {
      await requireActiveSandbox(deps, caller, request.sandbox_id);
      const lock = await takeTurn(deps, keysOf(caller, request.sandbox_id, session_id), run_id);
      const begun = beginHeld(caller, request, { session_id, run_id, lock });
      const { turn, events } = await begun.catch(async (error: unknown) => {
        await lock.release();
        throw error;
      });
      return { run_id, session_id, events: released(turn, events, name) };
    } catch (error) {
      running.delete(name);
      throw error;
    }
  };

  /** The conversation is held until the last event is read. */
  async function* released(
    turn: TurnState,
    events: AsyncGenerator<TurnEvent>,
    name: string,
  ): AsyncGenerator<TurnEvent> {
    try {
      yield* events;
    } finally {
      await (turn.began_effect ? turn.lock.expire() : turn.lock.release());
      running.delete(name);
    }
  }

  const listSessions = async (caller: Caller, sandbox_id: string): Promise<SessionSummary[]> => {
    await getSandbox(deps, caller, sandbox_id);
    const entries = await listAll<Conversation>(deps.store, keys.session(caller.user_id, sandbox_id, ''));
    return entries
      .map(({ value }) => ({
        session_id: value.session_id,
        flow: value.flow?.name ?? null,
        awaiting: awaitingOf(value),
        title: value.title,
        updated_at: value.updated_at,
      }))
      .sort((one, other) => (one.updated_at < other.updated_at ? 1 : -1));
  };

  const getSession: Concierge['getSession'] = async (caller, sandbox_id, session_id) => {
    await getSandbox(deps, caller, sandbox_id);
    if (!isId('session', session_id)) throw notFound('conversation');
    // Asked first: a turn that ends in between has left what is read then.
    const hold = await deps.store.get(keysOf(caller, sandbox_id, session_id).lock);
    const { conversation } = await loadConversation(deps.store, caller, { sandbox_id, session_id });
    const facts = await loadFacts(deps, caller, sandbox_id);
    const { transcript } = conversation;
    return { session_id, ...flowStateOf(conversation, facts), transcript, busy: hold !== null };
  };

  return { beginTurn, listSessions, getSession };
};
