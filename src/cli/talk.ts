import { answerOf, type Client, framesOf } from '../client/client.ts';
import type { FlowState, TurnEvent } from '../concierge/events.ts';
import { normalizeCredential } from '../domain/auth.ts';
import { isConciergeError } from '../errors.ts';
import { inSandbox, pathPart } from './api.ts';

export type TalkOptions = {
  client: Client;
  sandbox_id: string;
  /** The conversation to go on with; null: a fresh one. */
  session_id: string | null;
  /** Aborted when the person leaves: no effect starts after that. */
  signal: AbortSignal;
};

/** What is known of the question that is open. */
export type TalkState = Pick<FlowState, 'version' | 'options' | 'secret_input'>;

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
  state(): TalkState | null;
  /** True when a turn ended in an error of ours. */
  failed(): boolean;
};

const ours = new Set(['internal', 'unavailable']);

/** A word of ours, the name of a header or the number of an option. */
const mayBeSaid = /^(?:[a-z]{1,19}|x-[a-z-]{1,17}|\d)[?!.]*$/i;

/**
 * True for an answer that can only be the credential that was asked for: it goes by the credential's own way. All
 * else is a message, in which the server hides a credential before anything reads it.
 */
const canOnlyBeCredential = (text: string): boolean => {
  const value = normalizeCredential(text);
  return !/\s|^$|^\w+:\/\/|^\{/.test(value) && !mayBeSaid.test(text.trim());
};

export const createTalk = async ({ client, sandbox_id, session_id, signal }: TalkOptions): Promise<Talk> => {
  const { concierge } = inSandbox(client);
  const session = concierge.sessions[':session_id'];
  let known = session_id;
  const here = () => ({ sandbox_id, session_id: pathPart(known ?? '') });
  const begun = known === null ? null : await answerOf(session.$get({ param: here() }));
  let state: TalkState | null = begun;
  let failed = false;

  const take = async (frames: AsyncIterable<TurnEvent>, show: Show): Promise<void> => {
    for await (const frame of frames) {
      if (frame.event === 'run_started') known = frame.data.session_id;
      if (frame.event === 'flow_state') state = frame.data;
      if (frame.event === 'agent_error') failed ||= ours.has(frame.data.type);
      show(frame);
    }
  };

  const takeOrTell = (frames: AsyncIterable<TurnEvent>, show: Show): Promise<void> =>
    take(frames, show).catch((error: unknown) => {
      if (signal.aborted) return;
      if (!isConciergeError(error)) throw error;
      failed ||= ours.has(error.code);
      show({ event: 'agent_text_delta', data: { text: error.message } });
    });

  const sent = (text: string) => {
    if (known !== null && state?.secret_input === true && canOnlyBeCredential(text))
      return session.credential.$post({ param: here(), json: { value: text.trim() } });
    const json = { message: text, ...(known !== null && { session_id: known }) };
    return concierge.chat.$post({ param: { sandbox_id }, json });
  };

  return {
    say: (text, show) => takeOrTell(framesOf(sent(text)), show),
    choose: (id, show) => {
      const json = { id, ...(state !== null && { version: state.version }) };
      return takeOrTell(framesOf(session.reply.$post({ param: here(), json })), show);
    },
    lastReply: begun?.transcript.findLast(({ role }) => role === 'concierge')?.text ?? null,
    session_id: () => known,
    state: () => state,
    failed: () => failed,
  };
};
