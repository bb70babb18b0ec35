import type { Agent } from '../../domain/agent.ts';
import type { RunEvent, ToolUse } from '../../domain/run.ts';
import type { ModelAnswer, ModelMessage, ModelProvider, ToolRequest, Usage } from './model.ts';
import { limitsOf, stopFailure, tooManyTurns } from './stop.ts';
import { fenceNote } from './tool-result.ts';
import { type ToolUser, useTools } from './use-tools.ts';

/** What a run has done so far, also when it ends in a failure. */
export type Progress = {
  /** Messages that this run adds to the conversation, its own first. */
  messages: ModelMessage[];
  /** The text of the last message. */
  text: string;
  usage: Usage;
  tools_called: ToolUse[];
};

export type LoopInput = ToolUser & {
  model: ModelProvider;
  /** Earlier messages of the conversation. */
  history: ModelMessage[];
  progress: Progress;
};

const systemOf = ({ system_prompt }: Agent): string =>
  system_prompt.trim() === '' ? fenceNote : `${system_prompt}\n\n${fenceNote}`;

/** One message of the model, told as it comes; `progress` holds what came of it, whatever happens. */
async function* speak(input: LoopInput): AsyncGenerator<RunEvent, ModelAnswer> {
  const { model, agent, offered, history, progress, signal } = input;
  const request = {
    model: agent.model_settings.model,
    system: systemOf(agent),
    messages: [...history, ...progress.messages],
    tools: [...offered.values()].map(({ tool }) => tool),
    max_tokens: limitsOf(agent).max_tokens,
  };
  const spokenBefore = progress.text !== '';
  const answer = model.answer(request, signal);
  let text = '';
  for (;;) {
    const step = await answer.next();
    if (step.done) {
      progress.usage.tokens_in += step.value.usage.tokens_in;
      progress.usage.tokens_out += step.value.usage.tokens_out;
      return step.value;
    }
    if (text === '' && spokenBefore) yield { event: 'agent_text_delta', data: { text: '\n\n' } };
    text += step.value;
    progress.text = text;
    yield { event: 'agent_text_delta', data: { text: step.value } };
  }
}

/** What may be sent back: the API takes no empty text and no empty message. */
const keep = ({ content }: ModelAnswer, { messages }: Progress): void => {
  const said = content.filter((block) => block.type !== 'text' || block.text !== '');
  if (said.length > 0) messages.push({ role: 'assistant', content: said });
};

/**
 * Lets the model speak and call tools until it has answered. Rejects with a `ConciergeError` that says why it did
 * not, or with the signal's reason.
 */
export async function* runLoop(input: LoopInput): AsyncGenerator<RunEvent, void> {
  const { agent, progress, signal } = input;
  const { max_turns } = limitsOf(agent);
  for (let turn = 1; ; turn++) {
    const answer = yield* speak(input);
    signal.throwIfAborted();
    const requests = answer.content.filter((block): block is ToolRequest => block.type === 'tool_use');
    const goesOn = answer.stop_reason === 'pause_turn' || answer.stop_reason === 'tool_use';
    if (!goesOn && answer.stop_reason !== 'end_turn' && answer.stop_reason !== 'stop_sequence')
      throw stopFailure(answer.stop_reason, agent);
    // Nothing is called whose result no message could use any more.
    if (goesOn && turn === max_turns) throw tooManyTurns(agent);
    keep(answer, progress);
    if (!goesOn) return;
    if (answer.stop_reason === 'pause_turn') continue;
    if (requests.length === 0) throw stopFailure(null, agent);
    progress.messages.push(yield* useTools(input, requests, progress.tools_called));
    signal.throwIfAborted();
  }
}
