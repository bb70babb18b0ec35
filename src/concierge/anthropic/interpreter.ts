import { type AnthropicSettings, createAnthropicModel } from '../../agents/loop/anthropic.ts';
import type { ModelAnswer, ModelMessage, ToolRequest } from '../../agents/loop/model.ts';
import { fence } from '../../agents/loop/tool-result.ts';
import type { Credential } from '../../domain/credential.ts';
import { ConciergeError, isConciergeError } from '../../errors.ts';
import { createBreaker } from '../../limits/breaker.ts';
import type { Command } from '../commands.ts';
import type { Usage } from '../events.ts';
import type { Finding, Inquiry, Interpreter, Message } from '../interpreter.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import { judge } from './judge.ts';
import { proposeCommands } from './propose-commands.ts';
import { inquiryOf, shownResult } from './read-tools.ts';
import { firstMessage, system, tools } from './request.ts';

const maxCalls = 6;
const maxTokens = 1024;
const breakerOpenMs = 60_000;
const defaultLimits = { call_ms: 8000, turn_ms: 20_000 };

export type ModelInterpreterOptions = {
  settings: AnthropicSettings;
  model: string;
  /** Takes the turn whenever the model cannot be followed. */
  offline: Interpreter;
  /** Secrets of this process: no request may hold one. */
  secrets: readonly Credential[];
  /** The clock of the breaker, in ms. */
  now: () => number;
  /** For one call with its retry, and for all calls of a turn. */
  limits?: typeof defaultLimits;
};

/** Why the model is not followed this time; its message is for the log. */
class NotFollowed extends Error {}

/** One turn's exchange with the model. */
type Exchange = {
  message: Message;
  ask: (messages: ModelMessage[]) => Promise<ModelAnswer>;
  usage: Usage;
};

type Result = { type: 'tool_result'; tool_use_id: string; content: string; is_error?: true };

const refusalOf = (refusals: readonly string[]): string =>
  `Nothing was taken. Propose all commands again, without what is refused:\n${refusals.join('\n')}`;

const goesOn = new Set<string | null>(['tool_use', 'end_turn', 'stop_sequence']);

async function* read(
  { id, name, input }: ToolRequest,
  { message }: Exchange,
  results: string[],
): AsyncGenerator<Inquiry, Result, Finding> {
  const failed = (content: string): Result => ({
    type: 'tool_result',
    tool_use_id: id,
    content,
    is_error: true,
  });
  const inquiry = inquiryOf(name, input, message.view);
  if (typeof inquiry === 'string') return failed(inquiry);
  const finding = yield inquiry;
  if ('error' in finding) return failed(finding.error);
  const shown = shownResult(finding.result);
  results.push(shown);
  return { type: 'tool_result', tool_use_id: id, content: fence(shown) };
}

/** Asks until the model proposes what can be taken. What is refused goes back to it once. */
async function* propose(exchange: Exchange): AsyncGenerator<Inquiry, Command[], Finding> {
  const { message, ask, usage } = exchange;
  const messages = [firstMessage(message)];
  const results: string[] = [];
  let refused = false;
  for (let call = 1; call <= maxCalls; call++) {
    const { content, stop_reason, usage: cost } = await ask(messages);
    usage.tokens_in += cost.tokens_in;
    usage.tokens_out += cost.tokens_out;
    if (!goesOn.has(stop_reason)) throw new NotFollowed(`It stopped with ${stop_reason}.`);
    const said = content.filter((block) => block.type !== 'text' || block.text.trim() !== '');
    const requests = said.filter((block): block is ToolRequest => block.type === 'tool_use');
    const prose = said.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
    if (said.length === 0 || (requests.length === 0 && prose === ''))
      throw new NotFollowed('It said nothing.');

    const answers: Result[] = [];
    for (const request of requests.filter(({ name }) => name !== proposeCommands))
      answers.push(yield* read(request, exchange, results));
    const proposals = requests.filter(({ name }) => name === proposeCommands);
    const input =
      proposals.length > 0 ? merged(proposals) : { commands: [{ command: 'answer', text: prose }] };
    messages.push({ role: 'assistant', content: said });
    if (requests.length > 0 && proposals.length === 0) {
      messages.push({ role: 'user', content: answers });
      continue;
    }
    const verdict = judge(input, message, results);
    if ('commands' in verdict) return verdict.commands;
    if (refused) throw new NotFollowed(`It proposed twice what is refused: ${verdict.rules.join(', ')}.`);
    refused = true;
    const reason = refusalOf(verdict.refusals);
    const backs = proposals.map(
      ({ id }): Result => ({ type: 'tool_result', tool_use_id: id, content: reason, is_error: true }),
    );
    messages.push({ role: 'user', content: requests.length > 0 ? [...answers, ...backs] : reason });
  }
  throw new NotFollowed(`It had not finished after ${maxCalls} calls.`);
}

/** Several proposals of one message are one, in their order. */
const merged = (proposals: ToolRequest[]): unknown => {
  if (proposals.length === 1) return proposals[0]!.input;
  const lists = proposals.map(({ input }) => (input as { commands?: unknown } | null)?.commands);
  return { commands: lists.flatMap((list) => (Array.isArray(list) ? list : [list])) };
};

/** Only words of ours: a runtime's own repeat what they were given. */
const reasonOf = (error: unknown): string => {
  if (error instanceof NotFollowed || isConciergeError(error)) return error.message;
  return error instanceof Error ? error.name : typeof error;
};

/**
 * A language model that speaks the Messages API, with nothing kept between turns. Whatever becomes of it, the turn
 * goes on: the offline interpreter takes it, and the reason is in what is returned. After five outages in a row the
 * model is left alone for a minute. Null when no model is set up.
 */
export const createModelInterpreter = (options: ModelInterpreterOptions): Interpreter | null => {
  const { settings, model: name, offline, now, limits = defaultLimits } = options;
  if (settings.apiKey === null && settings.baseUrl === null) return null;
  const breaker = createBreaker({
    isOutage: (error) => !(error instanceof NotFollowed),
    random: Math.random,
    now,
    openMs: breakerOpenMs,
  });

  const drained = async (answer: AsyncGenerator<string, ModelAnswer>): Promise<ModelAnswer> => {
    let step = await answer.next();
    while (!step.done) step = await answer.next();
    return step.value;
  };

  const asker = ({ secrets, signal }: Message): Exchange['ask'] => {
    const guarded = createGuardedFetch([...options.secrets, ...secrets]);
    const model = createAnthropicModel(settings, { maxRetries: 1, fetch: guarded.fetch })!;
    const turnEnds = AbortSignal.timeout(limits.turn_ms);
    const ask = async (messages: ModelMessage[]): Promise<ModelAnswer> => {
      const late = AbortSignal.any([turnEnds, AbortSignal.timeout(limits.call_ms)]);
      const request = { model: name, system, tools, messages: [...messages], max_tokens: maxTokens };
      try {
        return await drained(model.answer(request, AbortSignal.any([signal, late])));
      } catch (error) {
        if (guarded.heldBack()) throw new NotFollowed('A request was held back: it held a secret.');
        if (late.aborted) throw new ConciergeError('upstream_timeout', 'It did not answer in time.');
        throw error;
      }
    };
    return (messages) => breaker.run(() => ask(messages), signal);
  };

  async function* interpret(message: Message): ReturnType<Interpreter['interpret']> {
    const usage: Usage = { tokens_in: 0, tokens_out: 0 };
    let fallback: string | null;
    try {
      if (breaker.refusal()) throw new NotFollowed('It is left alone for a minute after outages in a row.');
      const commands = yield* propose({ message, ask: asker(message), usage });
      return { commands, usage, fallback: null };
    } catch (error) {
      fallback = message.signal.aborted ? null : reasonOf(error);
    }
    return { ...(yield* offline.interpret(message)), usage, fallback };
  }

  return { interpret };
};
