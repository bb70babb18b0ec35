import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, textOf } from './clients.ts';
import { type Setting, startSetting } from './setting.ts';

const run = promisify(execFile);
const manifest = fileURLToPath(import.meta.resolve('@modelcontextprotocol/inspector/package.json'));
const inspector = join(manifest, '../clients/launcher/build/index.js');

let at: Setting;
let home: string;

/** One run of `inspector --cli`, whose user sits elsewhere: it cannot ask, so it is given links. */
const call = async (name: string, ...args: string[]): Promise<Answer> => {
  const target = [at.place.url.href, '--transport', 'http', '--header', `Authorization: Bearer ${at.key}`];
  const given = args.flatMap((arg) => ['--tool-arg', arg]);
  const method = ['--method', 'tools/call', '--tool-name', name, ...given];
  const { stdout } = await run(process.execPath, [inspector, '--cli', ...target, ...method], {
    env: { ...process.env, HOME: home, NODE_COMPILE_CACHE: join(tmpdir(), 'concierge-compile-cache') },
  });
  return JSON.parse(stdout);
};
const linkOf = ({ structuredContent }: Answer): string => structuredContent?.link?.url ?? '';

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'inspector-home-'));
  at = await startSetting();
});
afterAll(async () => {
  await at.close();
  await rm(home, { recursive: true });
});

it('the main job is done from the inspector: register, look, revoke', { timeout: 240_000 }, async () => {
  const url = `base_url=${at.servers.url('bearer')}`;
  const asked = await call('add_user_mcp_source', url, 'auth_kind=bearer', 'name=Desk');
  expect(await at.named('Desk')).toBeUndefined();
  await at.follow(linkOf(asked), 'credential', { value: at.servers.token.good });
  expect(textOf(await call('list_agent_tools'))).toContain('desk__create_ticket');
  const revoking = await call('revoke_user_mcp_source', 'source=desk');
  expect(await at.named('Desk')).toMatchObject({ status: 'active' });
  await at.follow(linkOf(revoking), 'confirm');
  expect(await at.named('Desk')).toMatchObject({ status: 'disconnected' });
});
