import { expect, it } from 'vitest';
import { environmentSchema, parseConfig } from '../../src/config.ts';

it('reads exactly these variables', () => {
  expect(Object.keys(environmentSchema.shape)).toEqual([
    'HOST',
    'PORT',
    'CONCIERGE_DATA_DIR',
    'CONCIERGE_API_KEY',
    'REDIS_URL',
    'CONCIERGE_REDIS_WAIT',
    'CONCIERGE_MASTER_KEY',
    'CONCIERGE_PUBLIC_URL',
    'CONCIERGE_CORS_ORIGINS',
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_BASE_URL',
    'CONCIERGE_MODEL',
    'CONCIERGE_INTERPRETER',
    'CONCIERGE_EGRESS',
    'CONCIERGE_EGRESS_ALLOW',
    'CONCIERGE_CATALOG_TTL_MS',
    'CONCIERGE_CATALOG_DEADLINE_MS',
    'CONCIERGE_REQUESTS_PER_SECOND',
    'CONCIERGE_REGISTRATIONS_PER_MINUTE',
    'CONCIERGE_MAX_RATE_CAP_PER_MINUTE',
    'LOG_LEVEL',
  ]);
});

it('has these defaults', () => {
  expect(parseConfig({})).toEqual({
    host: '127.0.0.1',
    port: 8787,
    dataDir: './.concierge',
    apiKey: null,
    masterKey: null,
    redis: null,
    publicUrl: null,
    corsOrigins: [],
    model: { apiKey: null, baseUrl: null, name: 'claude-haiku-5-5' },
    interpreter: 'auto',
    egress: { mode: 'private', allow: [] },
    catalogTtlMs: 60_000,
    catalogDeadlineMs: 1500,
    requestsPerSecond: 100,
    registrationsPerMinute: 10,
    maxRateCapPerMinute: 600,
    logLevel: 'info',
  });
});

it.each([
  ['counts', 'CONCIERGE_REQUESTS_PER_SECOND', 'a whole number from 1 to 1000000000'],
  ['times', 'CONCIERGE_CATALOG_TTL_MS', 'a whole number from 1 to 3600000 (milliseconds)'],
  ['interpreters', 'CONCIERGE_INTERPRETER', 'one of auto, anthropic, offline'],
  ['egress modes', 'CONCIERGE_EGRESS', 'one of private, public'],
  ['log levels', 'LOG_LEVEL', 'one of silent, error, warn, info, debug'],
] as const)('allows these %s', (_what, variable, allowed) => {
  expect(environmentSchema.shape[variable].description).toBe(allowed);
});
