import { startRedis } from '../fixtures/redis-server.ts';
import { bundleWorker, removeBundle, startWorkerd } from './workerd.ts';

/** Starts one workerd and one Redis for all test files; where they are is in the environment. */
export default async () => {
  const redis = await startRedis({ databases: '10000', appendfsync: 'no' });
  const folder = bundleWorker('test/workerd/wrangler.toml');
  const workerd = await startWorkerd(folder);
  process.env.CONCIERGE_TEST_WORKERD = workerd.origin;
  process.env.CONCIERGE_TEST_REDIS = redis.url;
  process.env.CONCIERGE_TEST_REDIS_FOLDER = redis.folder;
  return async () => {
    await workerd.close();
    removeBundle(folder);
    await redis.close();
  };
};
