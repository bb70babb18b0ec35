import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../../src/entry/listen.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';
import { isOnWorkerd } from '../workerd/runtime.ts';
import { createTestApp } from './test-app.ts';

/** Where everything is that the app stores: on workerd that is the folder of its Redis. */
const openOnDisk = async (env: Record<string, string>) => {
  if (isOnWorkerd)
    return { ...(await createTestApp({ env })), dataDir: process.env.CONCIERGE_TEST_REDIS_FOLDER ?? '' };
  const dataDir = await mkdtemp(join(tmpdir(), 'concierge-test-'));
  const store = createSqliteStore({ path: join(dataDir, 'concierge.db') });
  return { ...(await createTestApp({ store, env })), dataDir };
};

/** The real app on a store on disk, served over HTTP on a free port of 127.0.0.1. */
export const startTestServer = async (env: Record<string, string> = {}) => {
  const { app, lines, newAccount, dataDir } = await openOnDisk(env);
  const server = await listen(app, { host: '127.0.0.1', port: 0 });

  return {
    origin: server.origin,
    dataDir,
    lines,
    newAccount,
    close: async () => {
      app.drain();
      await server.stop();
      await app.close();
      if (!isOnWorkerd) await rm(dataDir, { recursive: true });
    },
  };
};

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;
