import { describe, expect, it } from 'vitest';
import { environmentSchema, isLoopback, listOf, parseConfig } from '../src/config.ts';
import { ConciergeError } from '../src/errors.ts';

const key = (fill: number): string => Buffer.alloc(32, fill).toString('base64');

const refusal = (env: Record<string, string>): string => {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConciergeError) return error.message;
    throw error;
  }
  throw new Error('The config was accepted.');
};

describe('a config', () => {
  it.each([
    ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
    ['HOST', '::1', { host: '::1' }],
    ['PORT', '0', { port: 0 }],
    ['PORT', '65535', { port: 65_535 }],
    ['PORT', '', { port: 8787 }],
    ['CONCIERGE_DATA_DIR', '/var/lib/concierge', { dataDir: '/var/lib/concierge' }],
    ['CONCIERGE_PUBLIC_URL', 'https://concierge.acme.com', { publicUrl: 'https://concierge.acme.com' }],
    [
      'CONCIERGE_CORS_ORIGINS',
      'https://a.example, http://b.example:81/',
      { corsOrigins: ['https://a.example', 'http://b.example:81'] },
    ],
    ['CONCIERGE_INTERPRETER', 'offline', { interpreter: 'offline' }],
    ['CONCIERGE_EGRESS', 'public', { egress: { mode: 'public', allow: [] } }],
    [
      'CONCIERGE_EGRESS_ALLOW',
      '*.acme.internal, 10.0.0.0/8,fd00::/8,10.1.2.3',
      { egress: { mode: 'private', allow: ['*.acme.internal', '10.0.0.0/8', 'fd00::/8', '10.1.2.3'] } },
    ],
    ['CONCIERGE_CATALOG_TTL_MS', '3600000', { catalogTtlMs: 3_600_000 }],
    ['CONCIERGE_CATALOG_DEADLINE_MS', '1', { catalogDeadlineMs: 1 }],
    ['CONCIERGE_REQUESTS_PER_SECOND', '1000000000', { requestsPerSecond: 1_000_000_000 }],
    ['CONCIERGE_REGISTRATIONS_PER_MINUTE', '1', { registrationsPerMinute: 1 }],
    ['CONCIERGE_MAX_RATE_CAP_PER_MINUTE', '6000', { maxRateCapPerMinute: 6000 }],
    ['LOG_LEVEL', 'silent', { logLevel: 'silent' }],
  ])('takes %s=%s', (name, value, expected) => {
    expect(parseConfig({ [name]: value })).toMatchObject(expected);
  });

  it.each([
    ['HOST', 'not a host'],
    ['HOST', 'http://127.0.0.1'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['PORT', ' 80'],
    ['CONCIERGE_API_KEY', 'sk-0123456789abcdef0123'],
    ['CONCIERGE_API_KEY', 'olk_short'],
    ['REDIS_URL', 'http://127.0.0.1:6379'],
    ['REDIS_URL', ','],
    ['CONCIERGE_REDIS_WAIT', 'yes'],
    ['CONCIERGE_MASTER_KEY', 'c2hvcnQ='],
    ['CONCIERGE_MASTER_KEY', `${key(1)},`],
    ['CONCIERGE_PUBLIC_URL', 'concierge.acme.com'],
    ['CONCIERGE_PUBLIC_URL', 'https://concierge.acme.com/path'],
    ['CONCIERGE_PUBLIC_URL', 'https://user:secret@concierge.acme.com'],
    ['CONCIERGE_CORS_ORIGINS', '*'],
    ['CONCIERGE_CORS_ORIGINS', 'https://a.example/path'],
    ['ANTHROPIC_API_KEY', 'two words'],
    ['ANTHROPIC_BASE_URL', 'ftp://a.example'],
    ['CONCIERGE_MODEL', 'a model'],
    ['CONCIERGE_INTERPRETER', 'magic'],
    ['CONCIERGE_EGRESS', 'Public'],
    ['CONCIERGE_EGRESS_ALLOW', '10.0.0.0/40'],
    ['CONCIERGE_EGRESS_ALLOW', 'https://acme.internal'],
    ['CONCIERGE_CATALOG_TTL_MS', '3600001'],
    ['CONCIERGE_CATALOG_TTL_MS', '0'],
    ['CONCIERGE_CATALOG_DEADLINE_MS', '1s'],
    ['CONCIERGE_REQUESTS_PER_SECOND', '1000000001'],
    ['CONCIERGE_REGISTRATIONS_PER_MINUTE', '0'],
    ['CONCIERGE_MAX_RATE_CAP_PER_MINUTE', '1e3'],
    ['LOG_LEVEL', 'trace'],
  ])('refuses %s=%s, naming it and what is allowed', (name, value) => {
    const message = refusal({ [name]: value });
    const allowed = Reflect.get(environmentSchema.shape, name).description;
    expect(message).toBe(`${name} must be ${allowed}.`);
  });

  it('names every bad variable at once', () => {
    expect(refusal({ PORT: 'x', LOG_LEVEL: 'y' }).split('\n')).toHaveLength(2);
  });

  it('takes the model for granted only where one is set up', () => {
    expect(refusal({ CONCIERGE_INTERPRETER: 'anthropic' })).toMatch(
      /ANTHROPIC_API_KEY, or ANTHROPIC_BASE_URL/,
    );
    const own = { CONCIERGE_INTERPRETER: 'anthropic', ANTHROPIC_BASE_URL: 'http://127.0.0.1:11434' };
    expect(parseConfig(own).interpreter).toBe('anthropic');
  });

  it('takes REDIS_URL only with a master key that all instances share', () => {
    const REDIS_URL = 'rediss://:hunter2@a.example:6379, rediss://b.example:6379';
    expect(refusal({ REDIS_URL })).toMatch(/^CONCIERGE_MASTER_KEY must be set with REDIS_URL/);
    const config = parseConfig({ REDIS_URL, CONCIERGE_MASTER_KEY: key(1), CONCIERGE_REDIS_WAIT: '0' });
    expect(config.redis).toMatchObject({ wait: 0 });
    expect(listOf(config.redis!.urls.reveal())).toHaveLength(2);
    expect(JSON.stringify(config)).not.toContain('hunter2');
  });

  it('shows no secret when printed', () => {
    const config = parseConfig({
      CONCIERGE_API_KEY: 'olk_0123456789abcdef',
      CONCIERGE_MASTER_KEY: `${key(1)},${key(2)}`,
      ANTHROPIC_API_KEY: 'sk-secret',
    });
    expect(config.apiKey?.reveal()).toBe('olk_0123456789abcdef');
    expect(JSON.stringify(config)).not.toMatch(/olk_|sk-secret|AQEB/);
  });

  it.each([
    ['127.0.0.1', 'private'],
    ['localhost', 'private'],
    ['::1', 'private'],
    ['0.0.0.0', 'public'],
    ['192.168.1.5', 'public'],
    ['::', 'public'],
  ])('listening on %s has the egress policy %s unless told otherwise', (HOST, mode) => {
    expect(parseConfig({ HOST }).egress.mode).toBe(mode);
  });
});

describe('loopback', () => {
  it.each(['127.0.0.1', '127.8.8.8', '[::1]', 'LOCALHOST', 'app.localhost', '::ffff:127.0.0.1'])(
    'is %s',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );
  it.each(['localhost.evil.example', '10.0.0.1', '0.0.0.0', 'evil.example', ''])('is not %s', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
