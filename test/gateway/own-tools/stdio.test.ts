import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCache } from '../../compile-cache.ts';
import { type Connect, firstGeneration, modern, older, type Person, textOf, yes } from './clients.ts';
import { type Setting, startSetting } from './setting.ts';

const bin = fileURLToPath(new URL('../../../bin/concierge.js', import.meta.url));
let at: Setting;
let dataDir: string;

/** `concierge mcp` as a process that the client starts, as Claude Code does. */
const start = (connect: Connect, env: Record<string, string>, person?: Person) =>
  connect(
    {
      command: process.execPath,
      args: [bin, 'mcp'],
      env: { PATH: process.env.PATH ?? '', ...compileCache, ...env },
    },
    person && { person },
  );
const bridged = () => ({ CONCIERGE_URL: at.url.origin, CONCIERGE_API_KEY: at.key });
const open = (name: string) => ({ base_url: at.servers.url('open'), auth_kind: 'none', name });

beforeAll(async () => {
  at = await startSetting();
  dataDir = await mkdtemp(join(tmpdir(), 'concierge-stdio-'));
});
afterAll(async () => {
  await at.close();
  await rm(dataDir, { recursive: true });
});

describe.each([
  ['the first-generation SDK', firstGeneration],
  ['the second-generation SDK, 2026-07-28', modern],
])('concierge mcp, started by %s', { timeout: 120_000 }, (title, connect) => {
  it('asks with a form and does the main job on the embedded store', async () => {
    const client = await start(connect, { CONCIERGE_DATA_DIR: dataDir }, () => yes);
    const added = await client.call('add_user_mcp_source', open(title));
    expect(added.structuredContent).toMatchObject({ outcome: 'done', source: { status: 'active' } });
    expect(textOf(await client.call('list_agent_tools'))).toContain('__search_docs');
    const revoked = await client.call('revoke_user_mcp_source', { source: title });
    expect(revoked.structuredContent).toMatchObject({ source: { status: 'disconnected' } });
    await client.close();
  });

  it('passes questions and answers on between its client and a server', async () => {
    const client = await start(connect, bridged(), (question) =>
      question.mode === 'url' ? at.pasting(at.servers.token.good)(question) : yes,
    );
    await client.call('add_user_mcp_source', open(title));
    const desk = { base_url: at.servers.url('bearer'), auth_kind: 'bearer', name: `${title} desk` };
    const added = await client.call('add_user_mcp_source', desk);
    await client.close();
    expect(added.structuredContent).toMatchObject({ outcome: 'done' });
    expect(await at.named(title)).toMatchObject({ status: 'active' });
    expect(await at.named(`${title} desk`)).toMatchObject({ status: 'active' });
  });
});

describe('concierge mcp with nothing else running', { timeout: 120_000 }, () => {
  it('serves the page of a link itself, signs its user in once, and keeps no credential in a file', async () => {
    const client = await start(older, { CONCIERGE_DATA_DIR: dataDir });
    const wanted = { base_url: at.servers.url('bearer'), auth_kind: 'bearer', name: 'Desk' };
    const waiting = await client.call('add_user_mcp_source', wanted);
    expect(textOf(waiting)).toContain('for as long as this client stays connected');
    const { origin, pathname, hash } = new URL(waiting.structuredContent?.link?.url ?? '');
    const post = (path: string, body: object, headers = {}) =>
      fetch(new URL(path, origin), {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, ...headers },
        body: JSON.stringify(body),
      });
    const code = new URLSearchParams(hash.slice(1)).get('code');
    const signedIn = await post('/api/v1/sign-in', { code });
    expect((await post('/api/v1/sign-in', { code })).status).toBe(401);
    const [cookie = ''] = signedIn.headers.getSetCookie();
    const credential = { value: at.servers.token.good };
    expect((await post(`/api/v1${pathname}/credential`, credential)).status).toBe(401);
    const given = await post(`/api/v1${pathname}/credential`, credential, { cookie: cookie.split(';')[0] });
    expect(await given.json()).toMatchObject({ status: 'done' });
    expect(textOf(await client.call('get_source', { source: 'Desk' }))).toMatch(/^Desk is active/);
    await client.close();
    for (const file of await readdir(dataDir))
      expect(await readFile(join(dataDir, file), 'latin1')).not.toContain(credential.value);
  });

  it('says what is missing when a server is half set', async () => {
    const { CONCIERGE_URL } = bridged();
    await expect(start(modern, { CONCIERGE_URL })).rejects.toThrow();
    const wrong = await start(modern, { ...bridged(), CONCIERGE_API_KEY: 'olk_of_nobody_at_all' });
    await expect(wrong.tools()).rejects.toThrow(/did not answer\. Check CONCIERGE_URL and CONCIERGE_API_KEY/);
    await wrong.close();
  });
});
