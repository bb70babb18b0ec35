import { request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGuardedAgent } from '../../src/egress/node-agent.ts';
import { failureOf, serve } from './servers.ts';

const agentWith = (mode: 'public' | 'private') => {
  const agent = createGuardedAgent({
    policy: { mode, allow: [] },
    resolve: async () => ['127.0.0.1'],
    connect_timeout_ms: 5_000,
    dns_timeout_ms: 3_000,
  });
  onTestFinished(() => agent.destroy());
  return agent;
};

describe('the agent, without the URL rule before it', () => {
  it('reaches a judged address and nothing else, by name and by literal', async () => {
    const origin = await serve((_, response) => response.end('ok'));
    for (const url of [origin, origin.replace('127.0.0.1', 'mcp.example.com')]) {
      const { body } = await request(url, { dispatcher: agentWith('private') });
      expect(await body.text()).toBe('ok');
      const refused = await failureOf(request(url, { dispatcher: agentWith('public') }));
      expect(refused.cause_code).toBe('address_refused');
    }
  });

  it.each(['169.254.169.254', '[fe80::1]', '[::ffff:169.254.169.254]'])('refuses %s', async (host) => {
    const refused = await failureOf(request(`http://${host}/`, { dispatcher: agentWith('private') }));
    expect(refused.cause_code).toBe('address_refused');
  });
});
