import type { AgentRef } from '../../agents/deps.ts';
import { presentRun } from '../../agents/runs/present.ts';
import { requireRun } from '../../agents/runs/read.ts';
import type { OpenRooms } from '../rooms.ts';
import type { Show, Talk } from '../talk.ts';

export type AgentTalkOptions = Pick<OpenRooms, 'rooms' | 'caller'> & {
  agent: AgentRef;
  /** The conversation to go on with; null: a fresh one. */
  session_id: string | null;
  /** Aborted when the person leaves: the run that is under way is called off. */
  signal: AbortSignal;
};

/** A conversation with one agent; each message is one run of it. */
export type AgentTalk = Talk & { runs(): Promise<ReturnType<typeof presentRun>[]> };

/** Errors of a message: those of `Runs.begin`. How a run ended is told by its events. */
export const createAgentTalk = (options: AgentTalkOptions): AgentTalk => {
  const { rooms, caller, agent, signal } = options;
  const run_ids: string[] = [];
  let session = options.session_id;
  let failed = false;

  const say = async (message: string, show: Show): Promise<void> => {
    const session_id = session ?? undefined;
    const run = await rooms.runs.begin(caller, { ...agent, message, session_id, signal });
    session = run.session_id;
    run_ids.push(run.run_id);
    let spoke = false;
    for await (const event of run.events) {
      const broken = event.event === 'agent_error';
      if (broken && spoke) show({ event: 'agent_text_delta', data: { text: '\n\n' } });
      spoke ||= event.event === 'agent_text_delta';
      failed ||= broken;
      show(event);
    }
  };

  return {
    say,
    // An agent offers no options, so nothing is ever chosen.
    choose: say,
    lastReply: null,
    session_id: () => session,
    state: () => null,
    failed: () => failed,
    runs: () =>
      Promise.all(
        run_ids.map(async (run_id) =>
          presentRun(await requireRun(rooms.agents.store, caller, { sandbox_id: agent.sandbox_id, run_id })),
        ),
      ),
  };
};
