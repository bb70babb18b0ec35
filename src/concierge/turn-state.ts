import type { Caller } from '../domain/account.ts';
import type { Log } from '../log.ts';
import type { Command } from './commands.ts';
import type { StoredConversation } from './conversation.ts';
import type { EndedTurn, TurnEvent, Usage } from './events.ts';
import type { Facts } from './facts.ts';
import type { Interpreter } from './interpreter.ts';
import type { ToolDeps } from './tools/tool.ts';
import type { TurnLock } from './turn-lock.ts';

export type ConciergeDeps = ToolDeps & {
  interpreter: Interpreter;
  log: Log;
  /** Told of every turn when its last event was read. */
  onTurn?: (ended: EndedTurn) => void;
};

/** What one turn works on. The conversation in it is a draft until it is saved. */
export type TurnState = {
  deps: ConciergeDeps;
  caller: Caller;
  run_id: string;
  /** Aborted when the client is gone, or another turn has taken over. */
  signal: AbortSignal;
  /** Through it the conversation is saved. */
  lock: TurnLock;
  stored: StoredConversation;
  facts: Facts;
  /** How many commands the message came to. */
  commands: number;
  /** Commands of this message that are still to be performed. */
  pending: Command[];
  /** A flow moved in this turn: an answer meant for its old question no longer counts. */
  moved: boolean;
  /** A side question was asked last: a yes is not for the flow that waits under it. */
  aside: boolean;
  /** A flow was started by this message: what follows in it waits its turn. */
  started: boolean;
  /** A header that was offered as a bearer token in the turn before, and may be insisted on now. */
  insists: string | null;
  /** False when a reply has already said what to answer. */
  asks: boolean;
  /** The open question is to be shown with all that it is about. */
  whole: boolean;
  /** A flow came to its end in this turn. */
  ended: boolean;
  /** A source was named in this turn that nobody has, or that may be several: "it" is none, then. */
  missed: boolean;
  /** Something was done in this turn that can be taken back. */
  did: boolean;
  /** An effect was begun: until the conversation is saved, what it did may still be on its way to the store. */
  began_effect: boolean;
  /** The sources that an effect of this turn has checked: none is checked a second time for it. */
  checked: string[];
  /** How many tools were called: numbers their frames. */
  calls: number;
  /** Tokens of the language model. */
  usage: Usage;
};

/** What a handler gives out: frames as they are, and sentences for the reply. */
export type Emission =
  | Extract<TurnEvent, { event: 'user_message' | 'agent_tool_call' | 'agent_tool_result' }>
  | { event: 'say'; text: string };

export type Emissions<Result = void> = AsyncGenerator<Emission, Result>;

export const utter = (text: string): Emission => ({ event: 'say', text });

export const conversationOf = (turn: TurnState) => turn.stored.conversation;
