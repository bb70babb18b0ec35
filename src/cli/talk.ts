import type { FlowState, TurnEvent, TurnInput } from '../concierge/events.ts';
import { isConciergeError } from '../errors.ts';
import type { OpenRooms } from './rooms.ts';

export type TalkOptions = Pick<OpenRooms, 'rooms' | 'caller'> & {
  sandbox_id: string;
  /** The conversation to go on with; null: a fresh one. */
  session_id: string | null;
  /** Aborted when the person leaves: no effect starts after that. */
  signal: AbortSignal;
};

export type Show = (event: TurnEvent) => void;

/** One conversation, its turns one after the other. */
export type Talk = {
  /**
   * Takes one turn and shows its events as they come. What keeps it from beginning, such as a message that is too
   * long or a sandbox that is gone, is told as an answer: the next message may do better.
   */
  say(text: string, show: Show): Promise<void>;
  /** The same for an option that was shown, by its id: what a button is elsewhere. */
  choose(option_id: string, show: Show): Promise<void>;
  /** What Concierge said last before this talk began; null in a fresh conversation. */
  lastReply: string | null;
  /** Null until the first turn. */
  session_id(): string | null;
  /** As the last turn left it. */
  state(): FlowState | null;
  /** True when a turn ended in an error of ours. */
  failed(): boolean;
};

const ours = new Set(['internal', 'unavailable']);

export const createTalk = async ({
  rooms,
  caller,
  sandbox_id,
  session_id,
  signal,
}: TalkOptions): Promise<Talk> => {
  const { concierge } = rooms;
  let session = session_id;
  const begun = session === null ? null : await concierge.getSession(caller, sandbox_id, session);
  let state: FlowState | null = begun;
  let failed = false;

  const take = async (input: TurnInput, show: Show): Promise<void> => {
    const turn = await concierge.beginTurn(caller, {
      sandbox_id,
      ...(session === null ? {} : { session_id: session }),
      input,
      signal,
    });
    session = turn.session_id;
    for await (const event of turn.events) {
      if (event.event === 'flow_state') state = event.data;
      if (event.event === 'agent_error') failed ||= ours.has(event.data.type);
      show(event);
    }
  };

  const takeOrTell = (input: TurnInput, show: Show): Promise<void> =>
    take(input, show).catch((error: unknown) => {
      if (!isConciergeError(error)) throw error;
      failed ||= ours.has(error.code);
      show({ event: 'agent_text_delta', data: { text: error.message } });
    });

  return {
    say: (text, show) => takeOrTell({ kind: 'message', text }, show),
    choose: (id, show) => {
      const version = state === null ? {} : { version: state.version };
      return takeOrTell({ kind: 'reply', id, ...version }, show);
    },
    lastReply: begun?.transcript.findLast(({ role }) => role === 'concierge')?.text ?? null,
    session_id: () => session,
    state: () => state,
    failed: () => failed,
  };
};
