import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { inspect } from '../../src/entry/inspect.ts';
import { startMessagesApi } from '../fixtures/messages-api.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { startTestServer, type TestServer } from '../http/test-server.ts';
import { useDataDir } from './data-dir.ts';
import { inProcessDoors, runnerOver, serverDoors } from './run-in-process.ts';

const dataDir = useDataDir();
let fixtures: FixtureServers;
let server: TestServer;

beforeAll(async () => {
  [fixtures, server] = await Promise.all([startFixtureServers(), startTestServer()]);
});
afterAll(async () => {
  await server.close();
  await fixtures.close();
});

type Report = { code: number | null; stdout: string; found: (what: string) => Partial<Finding> };

/** Where nothing listens. */
const nowhere = async (): Promise<string> => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  return `http://127.0.0.1:${port}`;
};

/** Runs it with these variables and no others. */
const doctor = async (variables: Record<string, string>): Promise<Report> => {
  const env = { ...dataDir, PORT: '0', ...variables };
  const doors = await inProcessDoors();
  const look = () => inspect(env, new AbortController().signal);
  const { code, stdout } = await runnerOver({ ...doors, inspect: look })(['doctor', '--json']);
  const { checks } = JSON.parse(stdout) as { checks: Finding[] };
  return { code, stdout, found: (what) => checks.find((check) => check.what === what) ?? {} };
};

describe('doctor, on this machine', () => {
  it('finds nothing broken where nothing is', async () => {
    const { code, found, stdout } = await doctor({});
    expect(code).toBe(0);
    expect(JSON.parse(stdout).well).toBe(true);
    expect(found('node')).toMatchObject({ state: 'ok', says: process.versions.node });
    expect(found('store').says).toContain(dataDir.CONCIERGE_DATA_DIR);
    expect(found('master key')).toMatchObject({ state: 'ok' });
    expect(found('egress').says).toMatch(/^private: /);
    expect(found('model').says).toMatch(/^none is set up/);
    expect(found('sandbox default')).toMatchObject({ state: 'ok' });
  });

  it.each<[fault: string, variables: Record<string, string>, what: string, says: RegExp]>([
    ['a bad variable', { CONCIERGE_EGRESS: 'all' }, 'configuration', /^CONCIERGE_EGRESS must be one of/],
    [
      'a data directory',
      { CONCIERGE_DATA_DIR: '/dev/null/x' },
      'store',
      /cannot be used.*CONCIERGE_DATA_DIR/,
    ],
    ['another master key', { CONCIERGE_MASTER_KEY: btoa('k'.repeat(32)) }, 'master key', /master key/],
    ['an address that is not ours', { HOST: '192.0.2.1', PORT: '9' }, 'port', /Set HOST to an address/],
    ['a model that is away', { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' }, 'model', /could not be reached/],
  ])('finds %s broken, and says what to do', async (_, variables, what, says) => {
    const { code, found } = await doctor(variables);
    expect(found(what)).toMatchObject({ state: 'broken', says: expect.stringMatching(says) });
    expect(code).toBe(1);
  });

  it('lets the model say a word', async () => {
    const api = await startMessagesApi();
    api.script({ says: [{ text: 'ok' }] });
    const { found } = await doctor({ ANTHROPIC_BASE_URL: api.url });
    expect(found('model')).toMatchObject({ state: 'ok', says: expect.stringContaining('answers') });
    expect(api.requests).toHaveLength(1);
    await api.close();
  });

  it('tells a port of ours from one that something else has', async () => {
    const other = createServer((_, answer) => answer.end('hello'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const taken = String((other.address() as AddressInfo).port);
    const { found } = await doctor({ PORT: taken });
    expect(found('port')).toMatchObject({ state: 'broken', next: expect.stringContaining('PORT=') });
    other.close();
    const ours = await doctor({ PORT: new URL(server.origin).port });
    expect(ours.found('port')).toMatchObject({ state: 'ok', says: expect.stringContaining('a Concierge') });
  });

  it('warns of a server for others that may reach private addresses', async () => {
    const { code, found } = await doctor({ HOST: '0.0.0.0', CONCIERGE_EGRESS: 'private' });
    expect(found('egress')).toMatchObject({ state: 'warning', next: expect.stringContaining('public') });
    expect(code).toBe(0);
  });

  it('says when a file of a master key is open to others', async () => {
    const folder = join(dataDir.CONCIERGE_DATA_DIR, 'open');
    await mkdir(folder);
    await writeFile(join(folder, 'master.key'), btoa('k'.repeat(32)), { mode: 0o644 });
    const { found } = await doctor({ CONCIERGE_DATA_DIR: folder });
    expect(found('master key')).toMatchObject({ state: 'broken' });
    await rm(folder, { recursive: true });
  });
});

describe('doctor, on a server', () => {
  const on = (key: string, url = server.origin) => doctor({ CONCIERGE_URL: url, CONCIERGE_API_KEY: key });

  it('checks every source, and says of each that is not well what to do', async () => {
    const key = await server.newAccount();
    const client = runnerOver(await serverDoors(server.origin, key));
    const add = (label: string, at: 'open' | 'down') =>
      client(['source', 'user-mcp', 'add', label, '--url', fixtures.url(at)]);
    await add('docs', 'open');
    await add('Old desk', 'down');
    await add('idle', 'open');
    await client(['source', 'pause', 'idle']);
    const { code, found } = await on(key);
    expect(found('source docs')).toMatchObject({ state: 'ok', says: expect.stringMatching(/^3 tools, /) });
    expect(found('source Old desk')).toMatchObject({
      state: 'broken',
      next: 'Mend it, then: concierge source user-mcp test "Old desk" --sandbox default',
    });
    expect(found('source idle')).toMatchObject({
      state: 'warning',
      next: 'concierge source resume idle --sandbox default',
    });
    expect(code).toBe(1);
  });

  it.each([
    ['a key that it does not know', () => on('olk_unknown0000000000000'), 'key', /does not take the key/],
    ['no server', async () => on('olk_x', await nowhere()), 'server', /nothing listens there/],
    ['another server', () => on('olk_x', new URL(fixtures.url('open')).origin), 'server', /not a Concierge/],
  ])('says so when there is %s', async (_, look, what, says) => {
    const { code, found } = await look();
    expect(found(what)).toMatchObject({ state: 'broken', says: expect.stringMatching(says) });
    expect(code).toBe(1);
  });
});
