import { it, vi } from 'vitest';
import { startRedisCluster } from '../fixtures/redis-cluster.ts';
import { describeWithRedis } from '../fixtures/redis-server.ts';
import {
  addAll,
  expectFinished,
  expectKept,
  expectRefused,
  inTheMiddle,
  numbered,
  started,
  startWorld,
  untilReady,
} from './redis-world.ts';
import type { TalkingServer } from './server-process.ts';

const userOf = async ({ client, sandbox }: TalkingServer): Promise<string> =>
  (await client.ask<{ user_id: string }>('GET', sandbox)).user_id;

/** A cluster decides for itself when it is whole again. */
const untilWhole = 20_000;

describeWithRedis(
  'in the middle of conversations the node of a cluster that has the account is killed',
  () => {
    const names = { old: numbered('Old', 8), fresh: numbered('New', 8) };

    it('and nothing is taken until it is back, with all that was acknowledged', async () => {
      const cluster = await started(startRedisCluster());
      const world = await startWorld(cluster.urls);
      const { server } = world;
      await addAll(world, names.old);
      const owner = await cluster.ownerOf(`{${await userOf(server)}}`);
      const kept = await inTheMiddle(world, names, owner.kill);
      await expectRefused(server, 'Old0');
      await owner.start();
      await vi.waitFor(() => expectKept(server, kept), { timeout: untilWhole });
      await untilReady(server);
      await expectFinished(world, names);
    }, 120_000);

    it('and its replica takes over, with what was acknowledged before', async () => {
      const cluster = await started(startRedisCluster({ replicas: true }));
      const world = await startWorld(cluster.urls);
      const { server } = world;
      await addAll(world, [...names.old, 'Kept']);
      const owner = await cluster.ownerOf(`{${await userOf(server)}}`);
      // Acknowledged revokes are on the replica, and whatever came before them.
      const { revoked } = await inTheMiddle(world, names, owner.kill);
      await untilReady(server, untilWhole);
      await vi.waitFor(() => expectKept(server, { registered: ['Kept'], revoked }), { timeout: untilWhole });
      await expectFinished(world, names);
    }, 120_000);
  },
);
