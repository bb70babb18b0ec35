import { answerOf, type Client, framesOf } from '../../client/client.ts';
import { anAgent, inSandbox, type RunAnswer } from '../api.ts';
import type { Show, Talk } from '../talk.ts';

export type AgentTalkOptions = {
  client: Client;
  /** The agent, as the API has it. */
  param: { sandbox_id: string; slug: string };
  /** The conversation to go on with; null: a fresh one. */
  session_id: string | null;
  /** Aborted when the person leaves: the run that is under way is called off. */
  signal: AbortSignal;
};

/** A conversation with one agent; each message is one run of it. */
export type AgentTalk = Talk & { runs(): Promise<RunAnswer[]> };

/** Errors of a message: those of the route. How a run ended is told by its events. */
export const createAgentTalk = ({ client, param, session_id, signal }: AgentTalkOptions): AgentTalk => {
  const { sandbox_id } = param;
  const run_ids: string[] = [];
  let session = session_id;
  let failed = false;

  const follow = async (message: string, show: Show): Promise<void> => {
    const json = { message, ...(session !== null && { session_id: session }) };
    let spoke = false;
    for await (const frame of framesOf(anAgent(client).chat.$post({ param, json }))) {
      if (frame.event === 'run_started') {
        session = frame.data.session_id;
        run_ids.push(frame.data.run_id);
      }
      const broken = frame.event === 'agent_error';
      if (broken && spoke) show({ event: 'agent_text_delta', data: { text: '\n\n' } });
      spoke ||= frame.event === 'agent_text_delta';
      failed ||= broken;
      show(frame);
    }
  };
  const say = (message: string, show: Show): Promise<void> =>
    follow(message, show).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });

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
        run_ids.map((run_id) =>
          answerOf(inSandbox(client).agents.runs[':run_id'].$get({ param: { sandbox_id, run_id } })),
        ),
      ),
  };
};
