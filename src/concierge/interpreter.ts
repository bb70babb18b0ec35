import type { Awaiting, FlowName, Option, Slots } from '../domain/conversation.ts';
import type { SourceStatus } from '../domain/source.ts';
import type { Command } from './commands.ts';

/** What an interpreter may know of the state: a projection without secrets or ids of other accounts. */
export type View = {
  flow: FlowName | null;
  /** The question asked last. */
  awaiting: Awaiting | null;
  /** True while the next message is the credential unless it is plainly a command. */
  secret_input: boolean;
  /** Answers to that question, in the order they were numbered to the user (1, 2, …). */
  options: Option[];
  slots: Slots;
  /** What is taken when the user skips an optional slot. */
  offered: { name?: string; sandbox?: string };
  /** The conversation's sandbox. */
  sandbox: string;
  sandboxes: string[];
  /** Sources of the conversation's sandbox that are not disconnected. */
  sources: { data_source_id: string; name: string; namespace: string; status: SourceStatus }[];
  agents: { slug: string; name: string }[];
};

/**
 * Turns one redacted message into commands, in the order said. It proposes; the processor and the machine
 * decide. What it does not understand is `[{ command: 'unclear' }]`, never an exception.
 */
export interface Interpreter {
  interpret(text: string, view: View, signal?: AbortSignal): Promise<Command[]>;
}
