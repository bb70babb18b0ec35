import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FailureCause } from '../../src/domain/health.ts';
import { type CustomBehaviour, startCustomServer } from '../fixtures/custom-server.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { bearerTarget, failureOf, startUpstream, targetOf } from './setting.ts';

let servers: FixtureServers;
const client = startUpstream();
/** For servers that never answer: waiting longer would show nothing else. */
const hasty = startUpstream({ limits: { list_ms: 300 } });
beforeAll(async () => {
  servers = await startFixtureServers();
});
afterAll(async () => {
  await client.close();
  await hasty.close();
  await servers.close();
});

let sources = 0;
const failureAt = (base_url: string, changes = {}) =>
  failureOf(client.upstream.list(targetOf(base_url, { data_source_id: `ds_${sources++}`, ...changes })));

const failureWith = async (behaviour: Partial<CustomBehaviour>) => {
  const server = await startCustomServer(behaviour);
  return failureAt(server.url).finally(() => server.close());
};

const answering = (make: () => Response): Partial<CustomBehaviour> => ({ answer: () => make() });
const rpcError = (code: number, status = 200): Partial<CustomBehaviour> => ({
  answer: (_request, { id }) =>
    Response.json({ jsonrpc: '2.0', id, error: { code, message: 'no' } }, { status }),
});
const stream = (text: string) => () =>
  new Response(text, { headers: { 'content-type': 'text/event-stream' } });
/** A server of the HTTP+SSE transport: GET opens the stream, POST belongs elsewhere. */
const sse = (status: number): Partial<CustomBehaviour> => ({
  answer: ({ method }) =>
    method === 'GET'
      ? stream('event: endpoint\ndata: /messages?id=1\n\n')()
      : new Response('Cannot POST', { status }),
});

describe('why a server could not be used', () => {
  it.each<[string, FailureCause, string]>([
    [
      'down',
      'connection_refused',
      'The connection was refused: nothing listens at this address. Check that your server runs and that the port is right.',
    ],
    [
      'html',
      'web_page',
      'This address answers with a web page instead of MCP: check the path; many servers use /mcp.',
    ],
    ['broken', 'server_error', 'Your server answered with an error (500): look into its log.'],
    [
      'bearer',
      'unauthorized',
      'Your server asks for a credential: choose bearer token or custom header, and give it.',
    ],
    [
      'header',
      'unauthorized',
      'Your server asks for a credential: choose bearer token or custom header, and give it.',
    ],
  ])('the %s server: %s', async (name, failure, message) => {
    expect(await failureAt(servers.url(name as 'down'))).toMatchObject({ failure, message });
  });

  it.each(['server/discover', 'initialize', 'tools/list'])('no answer to %s in time', async (method) => {
    const server = await startCustomServer({
      era: method === 'initialize' ? 'legacy' : 'both',
      hang: [method],
    });
    const error = await failureOf(hasty.upstream.list(targetOf(server.url))).finally(() => server.close());
    expect(error).toMatchObject({ failure: 'timed_out', code: 'upstream_timeout' });
    await hasty.upstream.forget(targetOf('').data_source_id);
  });

  it('the slow server', async () => {
    const error = await failureOf(hasty.upstream.list(targetOf(servers.url('slow'))));
    expect(error.message).toBe('Your server did not answer in time: check that it runs, then try again.');
  });

  it('a redirect, with where it leads, which is not followed', async () => {
    const before = servers.counts('open');
    const error = await failureAt(servers.url('moved'));
    expect(error).toMatchObject({ failure: 'redirect', location: servers.url('open') });
    expect(error.message).toBe(`Your server redirects to ${servers.url('open')}: register that address.`);
    expect(servers.counts('open')).toEqual(before);
  });

  it('another path', async () => {
    const error = await failureAt(servers.url('open').replace('/mcp', '/api'));
    expect(error.failure).toBe('not_found');
    expect(error.message).toContain('many servers use /mcp');
  });

  it('a refused credential', async () => {
    const target = bearerTarget(servers.url('bearer'), servers.token.bad);
    const { failure, message } = await failureOf(client.upstream.list(target));
    expect(failure).toBe('unauthorized');
    expect(message).toBe('Your server refused the credential (401): check it, or give a new one.');
  });

  it.each<[string, FailureCause, Partial<CustomBehaviour>]>([
    ['403', 'unauthorized', answering(() => new Response('', { status: 403 }))],
    [
      '403 that asks for more scope',
      'unauthorized',
      answering(
        () =>
          new Response('', {
            status: 403,
            headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' },
          }),
      ),
    ],
    ['405 without an event stream', 'not_found', answering(() => new Response('', { status: 405 }))],
    ['503', 'server_error', answering(() => new Response('', { status: 503 }))],
    ['429', 'server_error', answering(() => new Response('', { status: 429 }))],
    [
      'HTML said to be XHTML',
      'web_page',
      answering(() => new Response('<html/>', { headers: { 'content-type': 'application/xhtml+xml' } })),
    ],
    ['JSON of another kind', 'protocol_unknown', answering(() => Response.json({ ok: true }))],
    [
      'JSON that is none',
      'protocol_unknown',
      answering(() => new Response('{', { headers: { 'content-type': 'application/json' } })),
    ],
    ['plain text', 'protocol_unknown', answering(() => new Response('OK'))],
    ['400', 'protocol_unknown', answering(() => new Response('what', { status: 400 }))],
    ['a JSON-RPC server of another trade', 'protocol_unknown', rpcError(-32601)],
    ['its 404', 'protocol_unknown', rpcError(-32601, 404)],
    ['an internal JSON-RPC error', 'server_error', rpcError(-32603)],
    ['a revision of the future', 'protocol_unknown', { era: 'legacy', protocolVersion: '2031-01-01' }],
    ['the revision of 2024-11-05', 'protocol_too_old', { era: 'legacy', protocolVersion: '2024-11-05' }],
    ['the transport of 2024-11-05, by 404', 'protocol_too_old', sse(404)],
    ['the transport of 2024-11-05, by 405', 'protocol_too_old', sse(405)],
    ['the transport of 2024-11-05, by 400', 'protocol_too_old', sse(400)],
    [
      'an error to the listing',
      'server_error',
      {
        list: () => {
          throw new Error('boom');
        },
      },
    ],
    ['a listing without a list', 'protocol_unknown', { list: () => ({ things: [] }) }],
  ])('%s: %s', async (_what, failure, behaviour) => {
    expect((await failureWith(behaviour)).failure).toBe(failure);
  });

  it('a server that hangs up', async () => {
    const server = await startCustomServer({
      answer: () => {
        server.cut();
        return new Promise<Response>(() => undefined);
      },
    });
    expect((await failureAt(server.url)).failure).toBe('connection_lost');
    await server.close();
  });

  it('a server without TLS behind https', async () => {
    expect((await failureAt(servers.url('open').replace('http:', 'https:'))).failure).toBe('tls');
  });

  it('an address that is never reached, in the words of the guard', async () => {
    const error = await failureAt('https://169.254.169.254/mcp');
    expect(error.failure).toBe('address_refused');
  });

  it('a name nobody knows', async () => {
    const resolve = async () => {
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    };
    const { upstream, close } = startUpstream({ resolve });
    const error = await failureOf(upstream.list(targetOf('https://mcp.acme.test/mcp'))).finally(close);
    expect(error.failure).toBe('name_not_found');
  });

  it('a credential that is not there', async () => {
    expect((await failureAt(servers.url('bearer'), { auth_kind: 'bearer' })).failure).toBe(
      'credential_missing',
    );
    expect(
      (await failureAt(servers.url('header'), { auth_kind: 'header_token', auth_header: 'X-Api-Key' }))
        .failure,
    ).toBe('credential_missing');
  });
});
