import { expect, it } from 'vitest';
import { describeWithRedis, startRedis } from '../fixtures/redis-server.ts';
import { addAll, countTo, expectKept, numbered, started, startWorld } from './redis-world.ts';
import { confirm, even, goOn, odd, open } from './talks.ts';

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
