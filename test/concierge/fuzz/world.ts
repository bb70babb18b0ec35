import type { Command } from '../../../src/concierge/commands.ts';
import type { Conversation } from '../../../src/concierge/conversation.ts';
import type { FlowState, TurnEvent, TurnInput } from '../../../src/concierge/events.ts';
import { type Interpreter, understoodAs } from '../../../src/concierge/interpreter.ts';
import type { Source } from '../../../src/domain/source.ts';
import { isConciergeError } from '../../../src/errors.ts';
import { keys } from '../../../src/store/keys.ts';
import { listAll } from '../../../src/store/list-all.ts';
import type { Stage } from '../driver.ts';
import { aimed } from './proposals.ts';

/** All that the account holds, as it lies in the store. */
export type Kept = {
  sources: Map<string, Source>;
  /** Keys below a kind, without the account. */
  keys: Record<'label' | 'namespace' | 'secret' | 'staged-secret', string[]>;
  conversations: Conversation[];
};

/** One of several conversations of an account, with what its user saw since its state is what it is. */
export type Seat = { session_id: string | undefined; state: FlowState | null; text: string };

/** A turn as its user and its owner see it. Null frames: it was refused before it began. */
export type Taken = { before: Kept; after: Kept; seen: Seat; frames: TurnEvent[] | null; input: TurnInput };

const questionOf = ({ state }: Seat): string => JSON.stringify([state?.flow, state?.awaiting, state?.slots]);

/** One account with two conversations, understood by whatever `propose` says. */
export const openWorld = async (stage: Stage, sandboxes: string[]) => {
  let proposed: readonly Command[] = [];
  const interpreter = (): Interpreter => ({
    interpret: ({ view }) => understoodAs(aimed(proposed, view)),
  });
  const talk = await stage.startTalk({ sandboxes, interpreter });
  const { caller, sandbox_id, store, concierge, logged } = talk;
  const seats: Seat[] = [0, 1].map(() => ({ session_id: undefined, state: null, text: '' }));

  const keysOf = async (kind: string): Promise<string[]> => {
    const prefix = `{${caller.user_id}}/${kind}/`;
    return (await listAll(store, prefix)).map(({ key }) => key.slice(prefix.length));
  };
  const look = async (): Promise<Kept> => {
    const sources = await listAll<Source>(store, `{${caller.user_id}}/source/`);
    const conversations = await listAll<Conversation>(store, keys.session(caller.user_id, sandbox_id, ''));
    return {
      sources: new Map(sources.map(({ value }) => [value.data_source_id, value])),
      keys: {
        label: await keysOf('label'),
        namespace: await keysOf('namespace'),
        secret: await keysOf('secret'),
        'staged-secret': await keysOf('staged-secret'),
      },
      conversations: conversations.map(({ value }) => value),
    };
  };

  let kept = await look();

  const framesOf = async (seat: Seat, input: TurnInput): Promise<TurnEvent[] | null> => {
    const { signal } = new AbortController();
    const place = seat.session_id === undefined ? {} : { session_id: seat.session_id };
    try {
      const turn = await concierge.beginTurn(caller, { sandbox_id, ...place, input, signal });
      seat.session_id = turn.session_id;
      return await Array.fromAsync(turn.events);
    } catch (error) {
      if (isConciergeError(error, 'conflict') || isConciergeError(error, 'not_found')) return null;
      throw error;
    }
  };

  /** One turn that is understood as `commands`, whatever was said. */
  const take = async (at: number, input: TurnInput, commands: readonly Command[]): Promise<Taken> => {
    const seat = seats[at]!;
    const seen = { ...seat };
    const before = kept;
    proposed = commands;
    const frames = await framesOf(seat, input);
    for (const frame of frames ?? []) if (frame.event === 'flow_state') seat.state = frame.data;
    const said =
      frames?.map((frame) => (frame.event === 'agent_text_delta' ? frame.data.text : '')).join('') ?? '';
    seat.text = questionOf(seat) === questionOf(seen) ? seen.text + said : said;
    kept = await look();
    return { before, after: kept, seen, frames, input };
  };

  const view = (at: number) => concierge.getSession(caller, sandbox_id, seats[at]!.session_id!);
  return { seats, take, view, look, logged, stored: talk.stored };
};

export type World = Awaited<ReturnType<typeof openWorld>>;
