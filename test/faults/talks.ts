import type { World } from './redis-world.ts';
import type { TalkingServer } from './server-process.ts';

/** A conversation at its question, and what it is about. */
export type Talk = { name: string; session_id: string; done: RegExp };

const ask = async (server: TalkingServer, line: string, name: string, done: RegExp): Promise<Talk> => ({
  name,
  session_id: (await server.say(line)).session_id,
  done,
});

/** Conversations at one instance, up to their questions: those at even places revoke, the others register. */
export const open = async ({ upstream }: World, server: TalkingServer, names: string[]): Promise<Talk[]> => {
  const talks: Talk[] = [];
  for (const [at, name] of names.entries())
    talks.push(
      at % 2 === 0
        ? await ask(server, `revoke ${name}`, name, /is revoked/)
        : await ask(server, `add ${upstream.url}, no auth, name it ${name}`, name, /registered and active/),
    );
  return talks;
};

/** True, and told, when the yes was acknowledged. */
export const confirm = async (
  server: TalkingServer,
  { session_id, done }: Talk,
  tell = (): void => undefined,
): Promise<boolean> => {
  try {
    const isDone = done.test((await server.say('yes', session_id)).text);
    if (isDone) tell();
    return isDone;
  } catch {
    return false;
  }
};

/** Says yes until nothing is open any more. */
export const goOn = async (server: TalkingServer, { name, session_id }: Talk): Promise<void> => {
  for (let turns = 0; turns < 3; turns++)
    if ((await server.say('yes', session_id)).state?.flow === null) return;
  throw new Error(`The conversation about ${name} does not end.`);
};

/** What `open` revokes, and what it registers. */
export const even = (_: unknown, at: number): boolean => at % 2 === 0;
export const odd = (_: unknown, at: number): boolean => at % 2 === 1;
