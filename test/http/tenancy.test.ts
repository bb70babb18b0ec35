import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../src/app.ts';
import { newLinkId } from '../../src/concierge/links/link.ts';
import { createId } from '../../src/domain/id.ts';
import { type MessagesApi, startMessagesApi } from '../fixtures/messages-api.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { describeOnNode } from '../workerd/runtime.ts';
import { accountRoutes, type Names, namingRoutes, publicRoutes, type Row } from './tenancy-routes.ts';
import { type Ask, asker, createTestApp } from './test-app.ts';

const list = '/api/v1/storage/sandboxes';
let mine: Ask;
let stranger: Ask;
let fixtures: FixtureServers;
let model: MessagesApi;
let routes: readonly Route[];
let own: Names;
let foreign: Names;

/** Fills a sandbox with one of each; `slug` is used nowhere else, nor is the label that its tool goes by. */
const furnish = async (ask: Ask, slug: string, label: string): Promise<Names> => {
  const { sandbox_id } = (await ask('GET', list)).json.sandboxes[0];
  const base = `${list}/${sandbox_id}`;
  const url = fixtures.url('open');
  const source = { name: label, base_url: url, auth_kind: 'none' };
  const { data_source_id } = (await ask('POST', `${base}/sources/user-mcp`, source)).json;
  await ask('POST', `${base}/agents`, { slug, name: slug, system_prompt: 'Help.' });
  const talk = async (message: string) => (await ask('POST', `${base}/concierge/test`, { message })).json;
  const link = async (auth_kind: string): Promise<string> => {
    const args = { base_url: url, auth_kind, name: createId('source') };
    const call = { name: 'add_user_mcp_source', arguments: args };
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: call };
    const accept = 'application/json, text/event-stream';
    const { text } = await ask('POST', '/mcp/concierge', message, { accept });
    return /lk_\w{48}/.exec(text)![0];
  };
  return {
    link_id: await link('none'),
    confirming: await link('none'),
    denying: await link('none'),
    giving: await link('bearer'),
    sandbox_id,
    data_source_id,
    slug,
    name: `${label}__search_docs`,
    session_id: (await talk('register a server')).session_id,
    asking: (await talk(`add ${url}, it uses a bearer token`)).session_id,
    run_id: (await ask('POST', `${base}/agents/${slug}/test`)).json.run_id,
    id: (await ask('POST', '/api/v1/api-keys', { name: 'spare' })).json.id,
    url,
  };
};

beforeAll(async () => {
  [fixtures, model] = [await startFixtureServers(), await startMessagesApi()];
  const test = await createTestApp({ env: { ANTHROPIC_BASE_URL: model.url } });
  routes = test.app.routes;
  mine = asker(test, await test.newAccount());
  stranger = asker(test, await test.newAccount());
  own = await furnish(mine, 'support', 'docs');
  foreign = await furnish(stranger, 'sales', 'wiki');
});
afterAll(() => Promise.all([fixtures.close(), model.close()]));

const unknown = (): Names => ({
  sandbox_id: createId('sandbox'),
  data_source_id: createId('source'),
  slug: 'nobody',
  name: 'docs__nothing',
  session_id: createId('session'),
  asking: createId('session'),
  run_id: createId('run'),
  id: createId('key'),
  link_id: newLinkId(),
  confirming: newLinkId(),
  denying: newLinkId(),
  giving: newLinkId(),
  url: '',
});
const malformed: Names = {
  sandbox_id: '..%2f..%2f',
  data_source_id: 'ds_%7B%7D',
  slug: '%2e%2e%2fsupport',
  name: '%00',
  session_id: 'ss_1',
  asking: '%F0%9F%98%80',
  run_id: 'rn_%',
  id: 'key_1',
  link_id: 'lk_1',
  confirming: 'lk_%00',
  denying: 'lk_..%2f',
  giving: 'lk_%7B%7D',
  url: '',
};

const parameters = /:([a-z_]+)/g;
const fill = (text: string, names: Names): string =>
  text.replaceAll(parameters, (_, name: keyof Names) => names[name] ?? `:${name}`);
const send = (ask: Ask, { method, path, body }: Row, names: Names) =>
  ask(method, fill(path, names), body && JSON.parse(fill(JSON.stringify(body), names)), {
    accept: 'application/json, text/event-stream',
  });
const namesIn = ({ path, body }: Row): (keyof Names)[] =>
  [...(path + JSON.stringify(body ?? {})).matchAll(parameters)]
    .map(([, name]) => name as keyof Names)
    .filter((name) => name in own && name !== 'url');

const titled = namingRoutes.map((row): [string, Row] => [`${row.method} ${row.path}`, row]);

describe('a resource', () => {
  it.each(titled)('of another account does not exist: %s', async (_, row) => {
    const [theirs, absent] = [await send(stranger, row, own), await send(stranger, row, unknown())];
    expect([theirs.status, theirs.json.error]).toEqual([404, 'not_found']);
    expect(theirs.json.detail).toBe(absent.json.detail);
  });

  it.each(titled)('does not exist under any one name that is not its own: %s', async (_, row) => {
    for (const name of namesIn(row))
      for (const names of [foreign, unknown(), malformed]) {
        const { status, json } = await send(mine, row, { ...own, [name]: names[name] });
        expect([name, names[name], status, json?.error]).toEqual([name, names[name], 404, 'not_found']);
      }
  });

  it('does not exist in another sandbox of its own account', async () => {
    const { sandbox_id } = (await mine('POST', list, { name: createId('sandbox') })).json;
    for (const row of namingRoutes.filter((row) => namesIn(row).length > 1)) {
      const { status } = await send(mine, row, { ...own, sandbox_id });
      expect([row.path, status]).toEqual([row.path, 404]);
    }
  });

  it('of one’s own answers, after all that', async () => {
    for (const row of namingRoutes) {
      const { status, text } = await send(mine, row, own);
      const isFine = row.own === undefined ? status < 300 : status === row.own;
      expect([row.method, row.path, isFine || text]).toEqual([row.method, row.path, true]);
    }
  });
});

describeOnNode('the code is the same, and a Worker does not tell its routes')('the routes', () => {
  const shown = ({ method, path }: Route): string => `${method} ${path}`;
  /** One of many ways in: `/mcp` takes every method, and the parameter may have a name of its own. */
  const plain = (text: string): string =>
    text
      .replace(/^ALL (?=\/mcp)/, 'POST ')
      .replace(':asking', ':session_id')
      .replace(/:(?:confirming|denying|giving)/, ':link_id')
      .replace(':agent_slug', ':slug');

  it('of the app are all in this table', () => {
    const known = new Set([...namingRoutes.map(shown), ...accountRoutes, ...publicRoutes].map(plain));
    const served = routes.filter(({ path }) => !path.includes('*') && !path.startsWith('/storage'));
    expect([...new Set(served.map(shown).map(plain))].filter((route) => !known.has(route))).toEqual([]);
  });

  it('are the same under both prefixes', () => {
    const under = (prefix: string) =>
      routes
        .filter(({ path }) => path.startsWith(`${prefix}/sandboxes`))
        .map(({ method, path }) => `${method} ${path.slice(prefix.length)}`);
    expect(under('/storage').toSorted()).toEqual(under('/api/v1/storage').toSorted());
    expect(under('/storage').length).toBeGreaterThan(40);
  });
});

it('an account shows its own profile, keys and sandboxes only', async () => {
  const ids = async (ask: Ask): Promise<string[]> => {
    const answers = await Promise.all([
      ask('GET', '/api/v1/users/me/profile'),
      ask('GET', '/api/v1/api-keys'),
      ask('GET', list),
    ]);
    return answers.flatMap(({ text }) => text.match(/\b(?:us|key|sb)_[0-9A-Z]{26}\b/g) ?? []);
  };
  const [ours, theirs] = [new Set(await ids(mine)), new Set(await ids(stranger))];
  expect([ours.size > 2, theirs.size > 2, [...ours.intersection(theirs)]]).toEqual([true, true, []]);
});
