import { startRedis } from '../fixtures/redis-server.ts';
import { startWorkerd } from './workerd.ts';

/** Starts one workerd and one Redis for all test files; where they are is in the environment. */
export default async () => {
  const [redis, workerd] = await Promise.all([
    startRedis({ databases: '10000', appendfsync: 'no' }),
    startWorkerd({ date: '2026-11-17', flags: ['nodejs_compat'] }),
  ]);
  process.env.CONCIERGE_TEST_WORKERD = workerd.origin;
  process.env.CONCIERGE_TEST_REDIS = redis.url;
  process.env.CONCIERGE_TEST_REDIS_FOLDER = redis.folder;
  return async () => {
    await workerd.close();
    await redis.close();
  };
};
