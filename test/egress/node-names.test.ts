import { setDefaultCACertificates } from 'node:tls';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { certificate, failureOf, guard, limits, serve, serveSocket, serveTls } from './servers.ts';

const inPublic = { mode: 'public', allow: [] } as const;

describe('a name', () => {
  it.each([
    ['one private answer', ['10.0.0.5']],
    ['loopback', ['127.0.0.1']],
    ['a private answer behind a public one', ['8.8.8.8', '10.0.0.5']],
    ['a private answer before a public one', ['::1', '8.8.8.8']],
    ['metadata', ['169.254.169.254']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['no address at all', ['not an address']],
  ])('that leads to %s is refused in public with one message for all', async (_, addresses) => {
    const { fetch } = guard({ policy: inPublic, resolve: async () => addresses });
    const failure = await failureOf(fetch(limits)('https://mcp.example.com/'));
    expect(failure.cause_code).toBe('address_refused');
    expect(failure.message).toBe(
      'The name leads to an address that may not be reached. Whoever runs Concierge can open it with CONCIERGE_EGRESS_ALLOW.',
    );
  });

  it.each(['169.254.169.254', '168.63.129.16', 'fe80::1', 'fd00:ec2::254'])(
    'that leads to %s is refused in private and when allowed',
    async (ip) => {
      const allowed = { mode: 'public', allow: ['mcp.acme.internal', '0.0.0.0/0', '::/0'] } as const;
      for (const policy of [{ mode: 'private', allow: [] } as const, allowed]) {
        const { fetch } = guard({ policy, resolve: async () => ['10.0.0.1', ip] });
        expect((await failureOf(fetch(limits)('https://mcp.acme.internal/'))).cause_code).toBe(
          'address_refused',
        );
      }
    },
  );

  it('`localhost` over plain http must lead to this machine', async () => {
    const origin = await serve((_, response) => response.end('here'));
    const url = origin.replace('127.0.0.1', 'localhost');
    expect(await (await guard().fetch(limits)(url)).text()).toBe('here');
    const astray = guard({ resolve: async () => ['127.0.0.1', '10.0.0.5'] });
    expect((await failureOf(astray.fetch(limits)(url))).cause_code).toBe('address_refused');
  });

  it.each([
    ['ENOTFOUND', () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))],
    ['EAI_AGAIN', () => Promise.reject(Object.assign(new Error('x'), { code: 'EAI_AGAIN' }))],
    ['no answers', () => Promise.resolve([])],
    ['a resolver that never answers', () => new Promise<string[]>(() => undefined)],
  ])('is not found with %s', async (_, resolve) => {
    const { fetch } = guard({ resolve, dns_timeout_ms: 50 });
    expect((await failureOf(fetch(limits)('https://mcp.example.com/'))).cause_code).toBe('name_not_found');
  });

  it('is not found by the system when it cannot exist', async () => {
    const { fetch } = guard({ resolve: undefined as never });
    const failure = await failureOf(fetch(limits)('https://no-such-name.localdomain/'));
    expect(failure.cause_code).toBe('name_not_found');
  });

  it('is resolved by the system when nothing else is said', async () => {
    const origin = await serve((_, response) => response.end('here'));
    const { fetch } = guard({ resolve: undefined as never });
    expect(await (await fetch(limits)(origin.replace('127.0.0.1', 'localhost'))).text()).toBe('here');
  });

  it('is resolved once a connection: an answer that changes after the check has no effect', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.5']];
    const asked: string[] = [];
    const resolve = async (host: string) => {
      asked.push(host);
      return answers[asked.length - 1]!;
    };
    const origin = await serve((request, response) => response.end(request.headers.host));
    const url = origin.replace('127.0.0.1', 'localhost');
    expect(`http://${await (await guard({ resolve }).fetch(limits)(url)).text()}`).toBe(url);
    expect(asked).toEqual(['localhost']);
  });
});

describe('a pooled connection', () => {
  it('is judged again after a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const answers = [['127.0.0.1'], ['127.0.0.1'], ['10.0.0.5']];
    const resolve = async () => answers.shift() ?? ['10.0.0.5'];
    const origin = await serve((_, response) => response.end('ok'));
    const fetch = guard({ resolve }).fetch(limits);
    const url = origin.replace('127.0.0.1', 'localhost');
    const inParallel = () => Promise.all([fetch(url), fetch(url)].map(async (each) => (await each).text()));
    expect(await inParallel()).toEqual(['ok', 'ok']);
    expect(await (await fetch(url)).text()).toBe('ok');
    vi.setSystemTime(Date.now() + 60_001);
    expect((await failureOf(fetch(url))).cause_code).toBe('address_refused');
  });
});

describe('TLS', () => {
  const echo = () => serveTls((request, response) => response.end(request.headers.host));

  it('fails with a certificate that nobody trusts, whatever the environment says', async () => {
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    const failure = await failureOf(guard().fetch(limits)(`https://mcp.acme.test:${await echo()}/`));
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    expect(failure.cause_code).toBe('tls');
  });

  it('fails with a server that speaks plain http', async () => {
    const origin = await serve((_, response) => response.end());
    const failure = await failureOf(guard().fetch(limits)(origin.replace('http:', 'https:')));
    expect(failure.cause_code).toBe('tls');
  });

  it('times out with a server that accepts and never shakes hands', async () => {
    const origin = await serveSocket(() => undefined);
    const egress = guard({ connect_timeout_ms: 100 });
    const late = { ...limits, deadline_ms: 600_000 };
    const failure = await failureOf(egress.fetch(late)(origin.replace('http:', 'https:')));
    expect(failure.cause_code).toBe('timed_out');
  });

  describe('with a certificate that is trusted', () => {
    beforeAll(() => setDefaultCACertificates([certificate]));

    it('reaches the judged address under the verified name', async () => {
      const url = `https://mcp.acme.test:${await echo()}/`;
      expect(`https://${await (await guard().fetch(limits)(url)).text()}/`).toBe(url);
    });

    it.each(['other.acme.test', '127.0.0.1'])('fails for %s, which it does not name', async (host) => {
      const failure = await failureOf(guard().fetch(limits)(`https://${host}:${await echo()}/`));
      expect(failure.cause_code).toBe('tls');
    });

    it('is opened in public by what the allow list names', async () => {
      const url = `https://mcp.acme.test:${await echo()}/`;
      for (const allow of [['mcp.acme.test'], ['*.acme.test'], ['127.0.0.0/8'], ['127.0.0.1']]) {
        const response = await guard({ policy: { mode: 'public', allow } }).fetch(limits)(url);
        expect(response.status).toBe(200);
      }
      const other = guard({ policy: { mode: 'public', allow: ['other.acme.test', '10.0.0.0/8'] } });
      expect((await failureOf(other.fetch(limits)(url))).cause_code).toBe('address_refused');
    });
  });
});
