import { createClient } from '../conversations/client.ts';
import type { Seen } from '../conversations/judge.ts';
import { seenIn } from '../conversations/sse-frames.ts';
import { startServer } from '../entry/start-server.ts';

const apiKey = 'olk_key_of_the_fault_tests';

type Source = { data_source_id: string; name: string; status: string; health_error?: string };

/** The real server as a process on `dataDir`, and a client that talks to its Concierge. */
export const startTalking = async (dataDir: string, env: Record<string, string> = {}) => {
  const server = startServer({
    CONCIERGE_DATA_DIR: dataDir,
    CONCIERGE_API_KEY: apiKey,
    CONCIERGE_REGISTRATIONS_PER_MINUTE: '100000',
    CONCIERGE_REQUESTS_PER_SECOND: '100000',
    ...env,
  });
  const [, origin] = await server.printed(/^listening on (http:\S+)$/m);
  const client = createClient(origin!, apiKey);
  const { sandboxes } = await client.ask<{ sandboxes: { sandbox_id: string }[] }>('GET', '');
  const sandbox = `/${sandboxes[0]!.sandbox_id}`;

  const turn = async (path: string, body: object): Promise<Seen & { session_id: string; body: string }> => {
    const answer = await client.send('POST', `${sandbox}/concierge/${path}`, body);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
    const session_id = /"session_id":"(ss_\w+)"/.exec(answer.body)?.[1] ?? '';
    return { ...seenIn(answer.body), session_id, body: answer.body };
  };

  return {
    ...server,
    origin: origin!,
    apiKey,
    client,
    sandbox,
    say: (message: string, session_id?: string) =>
      turn('chat', { message, ...(session_id === undefined ? {} : { session_id }) }),
    credential: (value: string, session_id: string) => turn(`sessions/${session_id}/credential`, { value }),
    sources: async () => (await client.ask<{ sources: Source[] }>('GET', `${sandbox}/sources`)).sources,
    /** Ends the process as a power cut does. */
    cutOff: async () => {
      server.kill('SIGKILL');
      await server.ended;
    },
  };
};

export type TalkingServer = Awaited<ReturnType<typeof startTalking>>;
