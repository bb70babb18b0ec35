import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen } from '../../src/entry/listen.ts';
import { createSqliteStore } from '../../src/store/sqlite.ts';
import { createTestApp } from './test-app.ts';

/** The real app on the embedded store, served over HTTP on a free port of 127.0.0.1. */
export const startTestServer = async (env: Record<string, string> = {}, now?: () => Date) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'concierge-test-'));
  const store = createSqliteStore({ path: join(dataDir, 'concierge.db') });
  const { app, lines, newAccount } = await createTestApp({ store, env, ...(now && { now }) });
  const server = await listen(app.fetch, { host: '127.0.0.1', port: 0 });

  return {
    origin: server.origin,
    dataDir,
    lines,
    newAccount,
    close: async () => {
      app.drain();
      await server.stop();
      await app.close();
      await rm(dataDir, { recursive: true });
    },
  };
};

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;
