import type { Awaiting, FlowName, Option, Slots, TranscriptEntry } from '../domain/conversation.ts';
import type { Credential } from '../domain/credential.ts';
import type { SourceStatus } from '../domain/source.ts';
import type { Command, CommandName } from './commands.ts';
import type { Usage } from './events.ts';

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
  /** Sources that are not disconnected, those of the conversation's sandbox first; each says its own when there are several. */
  sources: {
    data_source_id: string;
    name: string;
    namespace: string;
    status: SourceStatus;
    base_url?: string;
    sandbox?: string;
  }[];
  agents: { slug: string; name: string }[];
};

/** One message to understand, and all that may be known while it is. */
export type Message = {
  /** Redacted. */
  text: string;
  view: View;
  /** The last messages before it, redacted, oldest first. */
  recent: readonly TranscriptEntry[];
  /** What the machines take now. */
  allowed: readonly CommandName[];
  /** Credentials of this conversation: nothing that leaves the process may hold one. */
  secrets: readonly Credential[];
  signal: AbortSignal;
};

/** A read-only Concierge tool that an interpreter wants called; the turn calls it and shows the call. */
export type Inquiry = { tool: string; input: Record<string, unknown> };
export type Finding = { result: unknown } | { error: string };

export type Understood = {
  commands: Command[];
  usage: Usage;
  /** Why a language model was not followed, in a sentence for the log; null when it was, or none was asked. */
  fallback: string | null;
};

/**
 * Turns one redacted message into commands, in the order said; on the way it may ask for readings. It proposes;
 * the processor and the machine decide. What it does not understand is `[{ command: 'unclear' }]`, never an
 * exception.
 */
export interface Interpreter {
  interpret(message: Message): AsyncGenerator<Inquiry, Understood, Finding>;
}

/** An understanding that took no model and no readings. */
export async function* understoodAs(commands: Command[]): AsyncGenerator<Inquiry, Understood, Finding> {
  yield* [];
  return { commands, usage: { tokens_in: 0, tokens_out: 0 }, fallback: null };
}
