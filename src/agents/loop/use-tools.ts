import type { CallAnswer, Calls } from '../../calls/port.ts';
import type { Caller } from '../../domain/account.ts';
import type { Agent } from '../../domain/agent.ts';
import type { RunEvent, ToolUse } from '../../domain/run.ts';
import { ConciergeError } from '../../errors.ts';
import { type Log, loggedFailure } from '../../log.ts';
import { untilAborted } from '../../upstream/deadline.ts';
import type { ModelMessage, ToolRequest } from './model.ts';
import { type OfferedTool, ownArguments } from './model-tools.ts';
import { type Digest, digest, type ImageBudget, resultContent } from './tool-result.ts';

export type ToolUser = {
  calls: Calls;
  log: Log;
  caller: Caller;
  agent: Agent;
  signal: AbortSignal;
  /** Passed on to the servers of the tools (W3C Trace Context). */
  traceparent?: string | undefined;
  /** The tools that the model was given, by callable name. */
  offered: ReadonlyMap<string, OfferedTool>;
  images: ImageBudget;
};

type Outcome = { answer: CallAnswer } | { failure: string };

const ourFault = 'Something went wrong on our side.';

/** Why a call failed, for the model: a sentence of ours. */
const sentenceOf = (error: unknown, log: Log): string => {
  if (error instanceof ConciergeError && error.code !== 'internal') return error.message;
  log.error({ failure: loggedFailure(error) }, 'call of a run');
  return ourFault;
};

const argumentsOf = ({ offered }: ToolUser, { name, input }: ToolRequest) =>
  ownArguments(input, offered.get(name));

const callOne = async (user: ToolUser, request: ToolRequest): Promise<Outcome> => {
  const { calls, caller, agent, signal, traceparent, log } = user;
  const args = argumentsOf(user, request);
  if (args === null) return { failure: 'The arguments of a tool are a JSON object.' };
  const asked = { name: request.name, arguments: args, signal, traceparent };
  const call = calls.call(caller, { kind: 'agent', agent }, asked);
  return untilAborted(call, signal).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ failure: signal.aborted ? 'The run was stopped.' : sentenceOf(error, log) }),
  );
};

type ResultBlock = Exclude<ModelMessage['content'], string>[number];

/**
 * Makes the calls of one message side by side and tells each, in their order; returns their results as the
 * message that answers it. A call that fails is a result too: the model reads why.
 */
export async function* useTools(
  user: ToolUser,
  requests: ToolRequest[],
  used: ToolUse[],
): AsyncGenerator<RunEvent, ModelMessage> {
  for (const request of requests) {
    const { id: call_id, name } = request;
    yield { event: 'agent_tool_call', data: { call_id, name, arguments: argumentsOf(user, request) ?? {} } };
  }
  const running = requests.map((request) => {
    const startedAt = performance.now();
    return callOne(user, request).then((outcome) => ({
      request,
      outcome,
      duration_ms: Math.round(performance.now() - startedAt),
    }));
  });
  const content: ResultBlock[] = [];
  for (const finished of running) {
    const { request, outcome, duration_ms } = await finished;
    const { id: call_id, name } = request;
    const failed = 'failure' in outcome;
    const shown: Digest = failed
      ? { text: outcome.failure, images: [] }
      : digest(outcome.answer, user.images);
    const is_error = failed || outcome.answer.is_error;
    used.push({ name, is_error, duration_ms });
    content.push({
      type: 'tool_result',
      tool_use_id: call_id,
      content: failed ? shown.text : resultContent(shown),
      ...(is_error ? { is_error } : {}),
    });
    const result = failed ? null : { text: shown.text, images: shown.images.length, is_error };
    yield {
      event: 'agent_tool_result',
      data: { call_id, name, result, ...(failed ? { error: shown.text } : {}) },
    };
  }
  return { role: 'user', content };
}
