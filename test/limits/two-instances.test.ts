import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRedisLimits } from '../../src/limits/redis.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../fixtures/redis-server.ts';
import { type Ask, asker, createTestApp, type TestApp } from '../http/test-app.ts';

const list = '/api/v1/storage/sandboxes';

describeWithRedis('limits of two instances on one Redis', () => {
  let redis: RedisServer;
  let upstream: CustomServer;
  const apps: TestApp[] = [];
  beforeAll(async () => {
    [redis, upstream] = [await startRedis(), await startCustomServer()];
    for (let opened = 0; opened < 2; opened++) {
      const store = await createRedisStore({ urls: [redis.url] });
      const env = { CONCIERGE_REQUESTS_PER_SECOND: '8', CONCIERGE_REGISTRATIONS_PER_MINUTE: '3' };
      apps.push(await createTestApp({ store, env, createRateLimit: createRedisLimits(store.client) }));
    }
  });
  afterAll(async () => {
    await Promise.all(apps.map(({ app }) => app.close()));
    await upstream.close();
    await redis.close();
  });

  const newAccount = async (): Promise<{ both: [Ask, Ask]; sandbox: string }> => {
    const key = await apps[0]!.newAccount();
    const both = apps.map((app) => asker(app, key)) as [Ask, Ask];
    const { sandboxes } = (await both[0]('GET', list)).json;
    return { both, sandbox: `${list}/${sandboxes[0].sandbox_id}` };
  };
  /** Asks both in turn; the answers that were refused, and how many were not. */
  const inTurn = async ([here, there]: [Ask, Ask], times: number, ...request: Parameters<Ask>) => {
    const answers = [];
    for (let time = 0; time < times; time++) answers.push(await (time % 2 ? there : here)(...request));
    const refused = answers.filter(({ status }) => status === 429);
    return { passed: times - refused.length, refused };
  };
  const source = (name: string) => ({ name, base_url: upstream.url, auth_kind: 'none' });

  it('let a source be called as often as its cap says, over both', async () => {
    const { both, sandbox } = await newAccount();
    await both[0]('POST', `${sandbox}/sources/user-mcp`, { ...source('Docs'), rate_cap_per_minute: 5 });
    await both[0]('POST', `${sandbox}/agents`, { slug: 'support', name: 'Support', system_prompt: '' });
    const path = `${sandbox}/agents/support/tools/docs__echo/call`;
    const { passed, refused } = await inTurn(both, 9, 'POST', path, { arguments: {} });
    expect(passed).toBe(5);
    expect(upstream.executions()).toBe(5);
    const [wait] = refused.map(({ headers }) => Number(headers.get('retry-after')));
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('let an account register as often as it may, over both', async () => {
    const { both, sandbox } = await newAccount();
    const outcomes = [];
    for (const [at, name] of ['A', 'B', 'C', 'D'].entries())
      outcomes.push((await both[at % 2]!('POST', `${sandbox}/sources/user-mcp`, source(name))).status);
    expect(outcomes).toEqual([201, 201, 201, 429]);
  });

  it('let an account ask as often as it may in a second, over both', async () => {
    const { both } = await newAccount();
    const many = Array.from({ length: 100 }, (_, at) => both[at % 2]!('GET', list));
    const refused = (await Promise.all(many)).filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.headers.get('retry-after')).toBe('1');
  });
});
