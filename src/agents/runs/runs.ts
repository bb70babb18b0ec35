import { requireActiveSandbox } from '../../accounts/require-active-sandbox.ts';
import type { Caller } from '../../domain/account.ts';
import { createId } from '../../domain/id.ts';
import type { Run, RunEvent } from '../../domain/run.ts';
import type { Trace } from '../../domain/trace.ts';
import { conflict } from '../../errors.ts';
import type { AgentRef } from '../deps.ts';
import { readAgent } from '../read.ts';
import { claimRun } from './claim.ts';
import type { RunsDeps } from './deps.ts';
import { playRun, type StopReason } from './play.ts';
import { readRun, requireRun } from './read.ts';

export type RunRequest = AgentRef & {
  message: string;
  /** Left out: a new conversation. */
  session_id?: string | undefined;
  /** The same one begins one run; left out: a new one. */
  attempt?: string | undefined;
  /** Aborted when the client is gone. */
  signal?: AbortSignal;
  /** Of the request that asked: for the log, and for the servers of the tools it calls. */
  trace?: Trace;
};

/** A run that was begun. `events` must be read to its end, also when nobody listens any more. */
export type BegunRun = { run_id: string; session_id: string; events: AsyncIterable<RunEvent> };

/** Runs of agents. */
export interface Runs {
  /** Errors: those of `begin` but a busy or unknown conversation. */
  assertReady(caller: Caller, agent: AgentRef): Promise<void>;
  /**
   * Begins a run; it goes on as its events are read. One that the same attempt began before is not begun again, and
   * has no events. Errors: `not_found` (agent, conversation); `conflict` for a
   * sandbox that is not active, an archived agent, a conversation that is busy, or when no model is set up.
   */
  begin(caller: Caller, request: RunRequest): Promise<BegunRun>;
  /** A run from its begin to its end. Errors: those of `begin`. */
  finish(caller: Caller, request: RunRequest): Promise<Run>;
  /** Ends every run of this process: as `cancelled`, saying that the server stops. */
  stop(): void;
}

const noModel =
  'No language model is set up, so agents cannot run. Set ANTHROPIC_API_KEY, or ANTHROPIC_BASE_URL for a server of your own, and start again.';

async function* noEvents(): AsyncGenerator<never> {}

const readToEnd = async (events: AsyncIterable<RunEvent>): Promise<void> => {
  for await (const _ of events);
};

/** Runs over a catalog, calls and a model. */
export const createRuns = (deps: RunsDeps): Runs => {
  const running = new Set<AbortController>();

  const ready = async (caller: Caller, { sandbox_id, slug }: AgentRef) => {
    const { value: agent } = await readAgent(deps.store, caller, { sandbox_id, slug });
    if (agent.status === 'archived') throw conflict(`The agent \`${slug}\` is archived and runs no more.`);
    const { model } = deps;
    if (model === null) throw conflict(noModel);
    return { agent, model };
  };

  const begin: Runs['begin'] = async (caller, request) => {
    const { sandbox_id, slug, message, session_id, attempt, signal: client, trace } = request;
    await requireActiveSandbox(deps, caller, sandbox_id);
    const run_id = createId('run', attempt);
    const begun = attempt === undefined ? null : await readRun(deps.store, caller, { sandbox_id, run_id });
    if (begun !== null) return { run_id, session_id: begun.provider_session_id, events: noEvents() };
    const { agent, model } = await ready(caller, { sandbox_id, slug });
    const claim = await claimRun(deps, caller, { agent, session_id, run_id });
    const stopping = new AbortController();
    running.add(stopping);
    const events = playRun({ ...deps, model }, { caller, agent, claim, message, stopping, client, trace });
    return {
      run_id,
      session_id: claim.session.session_id,
      events: released(events, stopping),
    };
  };

  async function* released(events: AsyncGenerator<RunEvent>, stopping: AbortController) {
    try {
      yield* events;
    } finally {
      running.delete(stopping);
    }
  }

  return {
    assertReady: async (caller, ref) => {
      await requireActiveSandbox(deps, caller, ref.sandbox_id);
      await ready(caller, ref);
    },
    begin,
    finish: async (caller, request) => {
      const { run_id, events } = await begin(caller, request);
      await readToEnd(events);
      return requireRun(deps.store, caller, { sandbox_id: request.sandbox_id, run_id });
    },
    stop: () => {
      for (const stopping of running) stopping.abort('server_stops' satisfies StopReason);
    },
  };
};
