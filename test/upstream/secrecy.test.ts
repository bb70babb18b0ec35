import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Credential } from '../../src/domain/credential.ts';
import { ConciergeError } from '../../src/errors.ts';
import type { UpstreamTarget } from '../../src/upstream/port.ts';
import { startCustomServer } from '../fixtures/custom-server.ts';
import { listen } from '../fixtures/http-listener.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { bearerTarget, failureOf, startUpstream, targetOf } from './setting.ts';

const secret = 'q7Wz4Lr2Nf9Bx1Kd8Hs5Tv3Mj6Pc0YgA';
let servers: FixtureServers;
const client = startUpstream();
beforeAll(async () => {
  servers = await startFixtureServers();
});
afterAll(async () => {
  await client.close();
  await servers.close();
});

let sources = 0;
const withSecret = (base_url: string, kind: 'bearer' | 'header_token' = 'bearer'): UpstreamTarget => ({
  ...bearerTarget(base_url, secret),
  auth_kind: kind,
  auth_header: kind === 'header_token' ? 'X-Api-Key' : null,
  data_source_id: `ds_${sources++}`,
});

/** Everything a log or an answer could show of an error, its causes included. */
const everythingOf = (error: Error): string =>
  `${inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })} ${error.stack} ${JSON.stringify(error)}`;

describe('the credential', () => {
  it('is accepted as a bearer token and as a custom header', async () => {
    const bearer = bearerTarget(servers.url('bearer'), servers.token.good);
    const header: UpstreamTarget = {
      ...bearer,
      data_source_id: 'ds_header',
      base_url: servers.url('header'),
      auth_kind: 'header_token',
      auth_header: 'X-Api-Key',
    };
    expect((await client.upstream.list(bearer)).tools).toHaveLength(3);
    expect((await client.upstream.list(header)).tools).toHaveLength(2);
    const refund = await client.upstream.call(header, 'refund_order', { order_id: 'A1', amount_cents: 5 });
    expect(refund.content).toEqual([{ type: 'text', text: 'refunded 5 cents of A1' }]);
  });

  it('is taken out of whatever a server says that repeats it, also in Base64', async () => {
    const server = await startCustomServer({
      serverInfo: { name: `hello ${secret}`, version: '1' },
      tools: [{ name: 'echo', description: `you sent ${secret}`, inputSchema: { type: 'object' } }],
      call: () => ({
        content: [{ type: 'text', text: btoa(`Bearer ${secret}`) }],
        structuredContent: { secret },
      }),
    });
    const target = withSecret(server.url);
    const listing = await client.upstream.list(target);
    const result = await client.upstream.call(target, 'echo', {});
    await server.close();
    const said = JSON.stringify([listing, result]);
    expect(said.match(/\[credential\]/g)).toHaveLength(4);
    expect(said).not.toContain(secret);
  });

  it('is opened once per connection', async () => {
    let opened = 0;
    const credential = async () => {
      opened++;
      return new Credential(servers.token.good);
    };
    const target = { ...bearerTarget(servers.url('bearer'), ''), data_source_id: 'ds_once', credential };
    await Promise.all(Array.from({ length: 5 }, () => client.upstream.list(target)));
    expect(opened).toBe(1);
  });

  it('goes to the registered address only, in its one header', async () => {
    const seen: [string, Headers][] = [];
    const other = await listen((request) => {
      seen.push(['other', request.headers]);
      return new Response(null, { status: 204 });
    });
    const server = await startCustomServer({
      answer: (request) => {
        seen.push(['own', request.headers]);
        return new Response(null, { status: 307, headers: { location: other.url } });
      },
    });
    await failureOf(client.upstream.list(withSecret(server.url, 'header_token')));
    expect(seen.map(([where]) => where)).toEqual(['own']);
    const carrying = [...(seen[0]?.[1] ?? [])].filter(([, value]) => value.includes(secret));
    expect(carrying).toEqual([['x-api-key', secret]]);
    await Promise.all([server.close(), other.close()]);
  });

  it('is not asked for where none is needed', async () => {
    const credential = async () => {
      throw new Error('nobody should ask');
    };
    expect((await client.upstream.list(targetOf(servers.url('open'), { credential }))).tools).toHaveLength(3);
  });

  it('that cannot be opened fails with the reason of the vault', async () => {
    const reason = new ConciergeError('internal', 'The vault is shut.');
    const credential = () => Promise.reject(reason);
    const target = { ...withSecret(servers.url('bearer')), credential };
    await expect(client.upstream.list(target)).rejects.toBe(reason);
  });
});

describe('an error', () => {
  const echo = (headers: Headers): string => `${headers.get('authorization')} ${headers.get('x-api-key')}`;
  it.each<[string, (request: Request, id: unknown) => Response]>([
    ['a refusal', ({ headers }) => new Response(echo(headers), { status: 401 })],
    [
      'a challenge',
      ({ headers }) =>
        new Response('', {
          status: 403,
          headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${echo(headers)}"` },
        }),
    ],
    ['an error page', ({ headers }) => new Response(echo(headers), { status: 500 })],
    [
      'a web page',
      ({ headers }) => new Response(echo(headers), { headers: { 'content-type': 'text/html' } }),
    ],
    [
      'a redirect',
      ({ headers }) =>
        new Response('', {
          status: 302,
          headers: { location: `http://127.0.0.1:9/?k=${encodeURIComponent(echo(headers))}` },
        }),
    ],
    ['JSON', ({ headers }) => Response.json({ you: echo(headers) })],
    [
      'an odd content type',
      ({ headers }) =>
        new Response('', { headers: { 'content-type': `text/${headers.get('x-api-key') ?? secret}` } }),
    ],
    [
      'a JSON-RPC error',
      ({ headers }, id) =>
        Response.json({
          jsonrpc: '2.0',
          id,
          error: { code: -32603, message: echo(headers), data: echo(headers) },
        }),
    ],
    [
      'a revision',
      ({ headers }, id) =>
        Response.json(
          {
            jsonrpc: '2.0',
            id,
            error: { code: -32022, message: echo(headers), data: { supported: [echo(headers)] } },
          },
          { status: 400 },
        ),
    ],
  ])('never shows it, even when the server sends it back in %s', async (_what, respond) => {
    const server = await startCustomServer({ answer: (request, { id }) => respond(request, id) });
    for (const kind of ['bearer', 'header_token'] as const)
      expect(everythingOf(await failureOf(client.upstream.list(withSecret(server.url, kind))))).not.toContain(
        secret,
      );
    await server.close();
  });

  it('never shows one that a header cannot carry', async () => {
    const target = {
      ...withSecret(servers.url('bearer')),
      credential: async () => new Credential(`${secret}\n`.repeat(2)),
    };
    expect(everythingOf(await failureOf(client.upstream.list(target)))).not.toContain(secret);
  });
});
