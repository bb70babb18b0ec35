import { describe, expect, it } from 'vitest';
import { readWorkerConfig } from '../../src/entry/worker-config.ts';

const complete = {
  REDIS_URL: 'rediss://redis.example.com:6380',
  CONCIERGE_MASTER_KEY: btoa('k'.repeat(32)),
  CONCIERGE_API_KEY: 'olk_0123456789abcdef',
};

describe('the bindings of a Worker', () => {
  it('are read as the environment is, services left aside', () => {
    const config = readWorkerConfig({
      ...complete,
      LOG_LEVEL: 'warn',
      ASSETS: { fetch: async () => new Response() },
    });
    expect([config.logLevel, config.apiKey.reveal()]).toEqual(['warn', complete.CONCIERGE_API_KEY]);
  });

  it('make a server that others reach, and that reaches public addresses only', () => {
    const { host, egress } = readWorkerConfig(complete);
    expect([host, egress.mode]).toEqual(['0.0.0.0', 'public']);
    expect(readWorkerConfig({ ...complete, HOST: '127.0.0.1' }).egress.mode).toBe('private');
  });

  it.each(Object.keys(complete))('without %s are refused, naming it and how to set it', (name) => {
    for (const without of [
      { ...complete, [name]: undefined },
      { ...complete, [name]: '' },
    ])
      expect(() => readWorkerConfig(without)).toThrow(
        new RegExp(`^${name} is not set.*npx wrangler secret put ${name}`),
      );
  });

  it('name all that is missing at once', () => {
    expect(() => readWorkerConfig({})).toThrow(/REDIS_URL.*CONCIERGE_MASTER_KEY.*CONCIERGE_API_KEY/s);
  });

  it('that are bad are refused without a word of what was given', () => {
    const bad = { ...complete, CONCIERGE_MASTER_KEY: 'hunter2' };
    expect(() => readWorkerConfig(bad)).toThrow(/^CONCIERGE_MASTER_KEY must be keys of 32 bytes/);
    expect(() => readWorkerConfig(bad)).not.toThrow(/hunter2/);
  });
});
