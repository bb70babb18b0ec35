import type { Caller } from '../../domain/account.ts';
import type { Agent } from '../../domain/agent.ts';
import type { Run, RunEvent } from '../../domain/run.ts';
import type { Trace } from '../../domain/trace.ts';
import { ConciergeError, isConciergeError } from '../../errors.ts';
import { loggedFailure } from '../../log.ts';
import { remember } from '../loop/history.ts';
import { type Progress, runLoop } from '../loop/loop.ts';
import type { ModelProvider } from '../loop/model.ts';
import { offerTool } from '../loop/model-tools.ts';
import { limitsOf } from '../loop/stop.ts';
import { newImageBudget } from '../loop/tool-result.ts';
import type { Claim } from './claim.ts';
import type { RunsDeps } from './deps.ts';

/** Why a run is stopped from outside. */
export type StopReason = 'timeout' | 'client_gone' | 'server_stops';

export type PlayInput = {
  caller: Caller;
  agent: Agent;
  claim: Claim;
  message: string;
  /** Ends the run; the reason is a `StopReason`. */
  stopping: AbortController;
  client?: AbortSignal | undefined;
  trace?: Trace | undefined;
};

type Ending = { status: Run['status']; error_message: string | null; type: string };

const internal = 'Something went wrong on our side. Try again, and name the run if it stays.';

const stoppedEnding = (reason: StopReason, agent: Agent): Ending => {
  if (reason === 'client_gone')
    return { status: 'cancelled', error_message: 'The client left before the answer.', type: reason };
  if (reason === 'server_stops')
    return { status: 'cancelled', error_message: 'The server was stopped before the answer.', type: reason };
  const { timeout_s } = limitsOf(agent);
  return {
    status: 'timeout',
    error_message: `The run took longer than ${timeout_s} s: raise \`timeout_s\` in the agent's model settings.`,
    type: reason,
  };
};

const endingOf = (error: unknown, { agent, stopping }: PlayInput): Ending => {
  if (stopping.signal.aborted) return stoppedEnding(stopping.signal.reason, agent);
  if (!(error instanceof ConciergeError) || error.code === 'internal')
    return { status: 'failed', error_message: internal, type: 'internal' };
  return { status: 'failed', error_message: error.message, type: String(error.data.stop ?? error.code) };
};

/** Calls off what runs when the client leaves or the time is over; the returned function ends the watch. */
const watch = ({ agent, stopping, client }: PlayInput): (() => void) => {
  const end = (reason: StopReason) => () => stopping.abort(reason);
  const onGone = end('client_gone');
  const timer = setTimeout(end('timeout'), limitsOf(agent).timeout_s * 1000);
  if (client?.aborted) onGone();
  client?.addEventListener('abort', onGone, { once: true });
  return () => {
    clearTimeout(timer);
    client?.removeEventListener('abort', onGone);
  };
};

/**
 * Plays a claimed run to its end and saves it, told frame by frame. Whatever happens to the model or the tools
 * is an ending of the run; only what happens to the store is thrown.
 */
export async function* playRun(
  deps: RunsDeps & { model: ModelProvider },
  input: PlayInput,
): AsyncGenerator<RunEvent> {
  const { caller, agent, claim, message, stopping, trace } = input;
  const { run_id, provider_session_id: session_id } = claim.run;
  const { signal } = stopping;
  const startedAt = performance.now();
  const endWatch = watch(input);
  const progress: Progress = {
    messages: [{ role: 'user', content: message }],
    text: '',
    usage: { tokens_in: 0, tokens_out: 0 },
    tools_called: [],
  };
  let run: Run = claim.run;
  let ending: Ending = { status: 'succeeded', error_message: null, type: '' };

  yield { event: 'run_started', data: { run_id, session_id } };
  try {
    signal.throwIfAborted();
    const { tools, trace: resolution } = await deps.catalog.resolveAgent(caller, agent);
    run = { ...run, tool_resolution_trace: resolution };
    const history = claim.session.exchanges.flat();
    const offered = new Map(tools.map((tool) => [tool.name, offerTool(tool)]));
    const images = newImageBudget();
    const { traceparent } = trace ?? {};
    yield* runLoop({ ...deps, caller, agent, signal, traceparent, offered, history, progress, images });
  } catch (error) {
    ending = endingOf(error, input);
    const foreign = !signal.aborted && !isConciergeError(error);
    if (foreign) deps.log.error({ run_id, failure: loggedFailure(error) }, 'run');
  } finally {
    endWatch();
  }

  const { text, usage, messages, tools_called } = progress;
  const { status, error_message, type } = ending;
  const complete = status === 'succeeded';
  const answered = complete || type === 'max_tokens';
  const { exchanges } = claim.session;
  const ms = Math.round(performance.now() - startedAt);
  await claim.end(
    {
      ...run,
      ...usage,
      status,
      error_message,
      output_text: text,
      tools_called,
      duration_ms: ms,
      finished_at: deps.now().toISOString(),
    },
    answered ? remember(exchanges, messages, { answer: text, complete }) : exchanges,
  );
  deps.onRun?.({
    trace,
    run_id,
    session_id,
    user_id: caller.user_id,
    agent_id: agent.agent_id,
    outcome: status,
    tool_calls: tools_called.length,
    tool_errors: tools_called.filter(({ is_error }) => is_error).length,
    ...usage,
    ms,
  });

  if (status === 'succeeded' || status === 'cancelled') {
    const stop_reason = status === 'succeeded' ? 'end_turn' : 'cancelled';
    yield { event: 'agent_finish', data: { stop_reason, session_id, usage, run_id } };
  } else {
    yield { event: 'agent_error', data: { message: error_message ?? internal, type, run_id } };
  }
}
