import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EverythingServer, startEverything } from '../fixtures/everything.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { bearer, startGateway, type TestGateway } from './setting.ts';

const run = promisify(execFile);
const manifest = fileURLToPath(import.meta.resolve('@modelcontextprotocol/inspector/package.json'));
const inspector = join(manifest, '../clients/launcher/build/index.js');

let gateway: TestGateway;
let servers: FixtureServers;
let everything: EverythingServer;
let home: string;

/** One run of `inspector --cli` against the gateway, which prints the result of the method. */
const inspect = async (era: string, ...method: string[]): Promise<Record<string, unknown>> => {
  const target = [gateway.url.href, '--transport', 'http', '--protocol-era', era];
  const header = ['--header', `Authorization: ${bearer(gateway.key).authorization}`];
  const { stdout } = await run(process.execPath, [inspector, '--cli', ...target, ...header, ...method], {
    env: { ...process.env, HOME: home },
  });
  return JSON.parse(stdout);
};

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'inspector-home-'));
  [gateway, servers, everything] = await Promise.all([
    startGateway(),
    startFixtureServers(),
    startEverything(),
  ]);
  await gateway.add('DB', servers.url('legacy'));
  await gateway.add('Weather', servers.url('modern'));
  await gateway.add('Everything', everything.url);
});

afterAll(async () => {
  await gateway.close();
  await Promise.all([servers.close(), everything.close(), rm(home, { recursive: true })]);
});

const call = (name: string, ...args: string[]): string[] => [
  ...['--method', 'tools/call', '--tool-name', name],
  ...args.flatMap((arg) => ['--tool-arg', arg]),
];

describe.each(['legacy', 'modern'])('the inspector, in the %s era,', { timeout: 120_000 }, (era) => {
  it('lists the tools of every source', async () => {
    const { tools } = await inspect(era, '--method', 'tools/list');
    expect(tools).toEqual(
      expect.arrayContaining(
        ['db__run_query', 'everything__echo', 'weather__get_weather'].map((name) =>
          expect.objectContaining({ name }),
        ),
      ),
    );
  });

  it.each([
    ['an older server', call('db__run_query', 'sql=select 1'), 'rows of: select 1'],
    ['a 2026-07-28 server', call('weather__get_weather', 'city=Bern'), 'sunny in Bern'],
    ['server-everything', call('everything__echo', 'message=hello'), 'Echo: hello'],
  ])('calls a tool of %s', async (_, method, text) => {
    expect(await inspect(era, ...method)).toMatchObject({ content: [{ type: 'text', text }] });
  });
});
