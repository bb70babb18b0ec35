import { allowedCommands } from './allowed.ts';
import type { Command } from './commands.ts';
import { isAnswerable } from './conversation.ts';
import type { Finding, Inquiry, Message } from './interpreter.ts';
import { useTool } from './tool-use.ts';
import { type ConciergeToolName, conciergeTools } from './tools/index.ts';
import { conversationOf, type Emissions, type TurnState } from './turn-state.ts';

const recentMessages = 8;

/** Calls the read-only tool that an interpreter asks for; anything else is an error that it reads. */
async function* inquire(turn: TurnState, { tool, input }: Inquiry): Emissions<Finding> {
  if (!Object.hasOwn(conciergeTools, tool)) return { error: 'There is no such tool.' };
  const name = tool as ConciergeToolName;
  const { read_only, input: schema } = conciergeTools[name];
  const parsed = schema.safeParse(input);
  if (!read_only || !parsed.success) return { error: 'The tool does not take these arguments.' };
  try {
    return { result: yield* useTool(turn, name, parsed.data) };
  } catch (error) {
    if (!isAnswerable(error)) throw error;
    return { error: error.message };
  }
}

/** What the interpreter makes of a message. What the model cost is counted, and why it was not followed is logged. */
export async function* understand(
  turn: TurnState,
  said: Pick<Message, 'text' | 'view' | 'secrets'>,
): Emissions<Command[]> {
  const { deps, run_id, facts, signal } = turn;
  const conversation = conversationOf(turn);
  const reading = deps.interpreter.interpret({
    ...said,
    recent: conversation.transcript.slice(-recentMessages),
    allowed: allowedCommands(conversation, facts),
    signal,
  });
  let step = await reading.next();
  while (!step.done) step = await reading.next(yield* inquire(turn, step.value));
  const { commands, usage, fallback } = step.value;
  turn.usage.tokens_in += usage.tokens_in;
  turn.usage.tokens_out += usage.tokens_out;
  if (fallback !== null)
    deps.log.warn({ run_id, reason: fallback, ...usage }, 'the offline interpreter took the turn');
  return commands;
}
