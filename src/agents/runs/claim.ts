import { readSandbox } from '../../accounts/get-sandbox.ts';
import { assertActive } from '../../accounts/require-active-sandbox.ts';
import type { Caller } from '../../domain/account.ts';
import type { Agent } from '../../domain/agent.ts';
import type { Run } from '../../domain/run.ts';
import { conflict } from '../../errors.ts';
import { type Log, loggedFailure } from '../../log.ts';
import { keys } from '../../store/keys.ts';
import { type Change, StaleVersionError, type Store } from '../../store/port.ts';
import { untilFresh } from '../../store/until-fresh.ts';
import { type AgentSession, openSession, sessionLifetimeMs } from './session.ts';

/** A run shows a sign of life this often, in ms; without one for `beatLifetimeMs` its process is gone. */
const beatEveryMs = 2000;
const beatLifetimeMs = 8000;

/** A run that was begun, written before anything of it happens. It has its conversation for itself. */
export type Claim = {
  run: Run;
  session: AgentSession;
  /**
   * Saves how it ended, with the conversation as it then stands, and lets the conversation go. A run whose
   * sandbox was deleted meanwhile leaves nothing.
   */
  end(run: Run, exchanges: AgentSession['exchanges']): Promise<void>;
};

export type ClaimDeps = { store: Store; now: () => Date; log: Log };
export type ClaimInput = { agent: Agent; run_id: string; session_id?: string | undefined };

type NewRun = { caller: Caller; agent: Agent; run_id: string; session_id: string; at: Date };

const newRun = ({ caller, agent, run_id, session_id, at }: NewRun): Run => ({
  run_id,
  user_id: caller.user_id,
  sandbox_id: agent.sandbox_id,
  agent_id: agent.agent_id,
  agent_version: agent.version,
  status: 'running',
  output_text: '',
  tokens_in: 0,
  tokens_out: 0,
  duration_ms: null,
  error_message: null,
  started_at: at.toISOString(),
  finished_at: null,
  provider_session_id: session_id,
  tool_resolution_trace: null,
  tools_called: [],
});

const busy = (): Error =>
  conflict('This conversation is busy with another message. Wait for its answer, then send again.');

/**
 * Begins a run in a conversation, a new one or the one named. Errors: `not_found`; `conflict` when the sandbox is
 * not active or the conversation has a run already, in this process or another.
 */
export const claimRun = (
  deps: ClaimDeps,
  caller: Caller,
  { agent, run_id, session_id }: ClaimInput,
): Promise<Claim> =>
  untilFresh(async () => {
    const { store, now, log } = deps;
    const { user_id } = caller;
    const { sandbox_id, agent_id } = agent;
    const sandbox = await readSandbox(store, caller, sandbox_id);
    assertActive(sandbox.value);
    const { session, version } = await openSession(store, caller, agent, session_id);
    const run = newRun({ caller, agent, run_id, session_id: session.session_id, at: now() });
    const runKey = keys.run(user_id, sandbox_id, run.run_id);
    const indexKey = keys.agentRun(user_id, sandbox_id, agent_id, run.run_id);
    const sessionKey = keys.agentSession(user_id, sandbox_id, session.session_id);
    const beat = {
      key: keys.runBeat(user_id, sandbox_id, session.session_id),
      value: run.run_id,
      ttl_ms: beatLifetimeMs,
    };
    const begun: Change[] = [
      // Unchanged, so that nothing begins in a sandbox that is archived or deleted meanwhile.
      { key: sandbox.key, value: sandbox.value, expect: sandbox.version },
      { key: runKey, value: run, expect: 'absent' },
      { key: indexKey, value: {} },
      { key: sessionKey, value: session, expect: version, ttl_ms: sessionLifetimeMs },
      { ...beat, expect: 'absent' },
    ];
    const saved = await store.commit(begun).catch((error: unknown) => {
      throw error instanceof StaleVersionError && error.key === beat.key ? busy() : error;
    });
    let beating: Promise<unknown> = Promise.resolve();
    const timer = setInterval(() => {
      beating = store
        .commit([beat])
        .catch((error: unknown) =>
          log.warn({ failure: loggedFailure(error) }, 'a sign of life was not written'),
        );
    }, beatEveryMs);

    return {
      run,
      session,
      end: async (ended, exchanges) => {
        clearInterval(timer);
        await beating;
        const value = { ...session, exchanges };
        try {
          await store.commit([
            { key: runKey, value: ended, expect: saved },
            { key: sessionKey, value, expect: saved, ttl_ms: sessionLifetimeMs },
            { key: beat.key, value: undefined },
          ]);
        } catch (error) {
          if (!(error instanceof StaleVersionError)) throw error;
          log.warn(
            { run_id: run.run_id },
            'a run ended that had lost its hold: its sandbox is gone, or its process stood still',
          );
        }
      },
    };
  });
