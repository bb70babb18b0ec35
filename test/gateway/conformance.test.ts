import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startConformanceServer } from '../fixtures/conformance-server.ts';
import type { Listener } from '../fixtures/http-listener.ts';
import { runServerScenarios } from './conformance.ts';
import exceptions from './conformance-exceptions.json' with { type: 'json' };
import { startConformanceProxy } from './conformance-proxy.ts';
import { startGateway, type TestGateway } from './setting.ts';

let upstream: Listener;
let gateway: TestGateway;
let proxy: Awaited<ReturnType<typeof startConformanceProxy>>;

beforeAll(async () => {
  upstream = await startConformanceServer();
  gateway = await startGateway();
  await gateway.add('C', upstream.url);
  proxy = await startConformanceProxy({ gateway: gateway.url, key: gateway.key, namespace: 'c' });
});

afterAll(async () => {
  await proxy.close();
  await gateway.close();
  await upstream.close();
});

/** How many scenarios the suite has for a revision: fewer would mean that some did not run. */
const revisions = [
  ['2025-06-18', 27],
  ['2025-11-25', 33],
  ['2026-07-28', 40],
] as const;

const exceptedIn = (revision: string): string[] =>
  Object.values(exceptions).flatMap(
    (byRevision: Partial<Record<string, string[]>>) => byRevision[revision] ?? [],
  );

describe('the gateway, as a server of tools only,', () => {
  it.each(revisions)(
    'passes the scenarios of %s but for the exceptions',
    // The suite waits 800 ms for the first message of a stream; a machine that was busy for longer is asked again.
    { timeout: 120_000, retry: 2 },
    async (revision, count) => {
      const { scenarios, problems } = await runServerScenarios(proxy.url, revision);
      const excepted = new Set(exceptedIn(revision));
      expect(scenarios).toHaveLength(count);
      expect(Object.fromEntries([...problems].filter(([check]) => !excepted.has(check)))).toEqual({});
      expect([...excepted].filter((check) => !problems.has(check))).toEqual([]);
    },
  );
});
