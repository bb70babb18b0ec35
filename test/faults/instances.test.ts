import { expect, it } from 'vitest';
import { describeWithRedis, startRedis } from '../fixtures/redis-server.ts';
import { addAll, countTo, expectKept, numbered, started, startWorld, type World } from './redis-world.ts';
import type { TalkingServer } from './server-process.ts';

/** A conversation at its question, and what it is about. */
type Talk = { name: string; session_id: string; done: RegExp };

const ask = async (server: TalkingServer, line: string, name: string, done: RegExp): Promise<Talk> => ({
  name,
  session_id: (await server.say(line)).session_id,
  done,
});

/** Conversations at one instance, up to their questions: half of them revoke, half of them register. */
const open = async ({ upstream }: World, server: TalkingServer, names: string[]): Promise<Talk[]> => {
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
const confirm = async (
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
const goOn = async (server: TalkingServer, { name, session_id }: Talk): Promise<void> => {
  for (let turns = 0; turns < 3; turns++)
    if ((await server.say('yes', session_id)).state?.flow === null) return;
  throw new Error(`The conversation about ${name} does not end.`);
};

const even = (_: unknown, at: number): boolean => at % 2 === 0;
const odd = (_: unknown, at: number): boolean => at % 2 === 1;

describeWithRedis('one of two instances that is cut off in the middle of 40 conversations', () => {
  it('loses nothing acknowledged, and its conversations are continued at the other', async () => {
    const redis = await started(startRedis());
    const world = await startWorld([redis.url]);
    const [lost, left] = [world.server, await world.startInstance()];
    const [here, there] = [numbered('Here', 20), numbered('There', 20)];
    await addAll(world, [...here, ...there].filter(even));
    const [cutOff, kept] = [await open(world, lost, here), await open(world, left, there)];
    const { enough, tell } = countTo(2);
    const confirming = cutOff.map((talk) => confirm(lost, talk, tell));
    const others = kept.map((talk) => confirm(left, talk));
    await enough;
    await lost.cutOff();
    const acknowledged = await Promise.all(confirming);
    expect(acknowledged).toContain(false);
    expect(await Promise.all(others)).not.toContain(false);
    const told = here.filter((_, at) => acknowledged[at]);
    const isOld = (name: string): boolean => here.filter(even).includes(name);
    await expectKept(left, { registered: told.filter((name) => !isOld(name)), revoked: told.filter(isOld) });
    await Promise.all(cutOff.map((talk) => goOn(left, talk)));
    const [all, sources] = [[...here, ...there], await left.sources()];
    await expectKept(left, { registered: all.filter(odd), revoked: all.filter(even) });
    expect(sources.map(({ name }) => name).sort()).toEqual(all.sort());
  }, 120_000);
});
