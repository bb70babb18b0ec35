import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { Credential } from './domain/credential.ts';
import type { EgressPolicy } from './egress/port.ts';
import { ConciergeError } from './errors.ts';

const maxCount = 1_000_000_000;
const maxTime = 3_600_000;
const hostName =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const masterKey = /^[A-Za-z0-9+/_-]{43}=?$/;

/** The parts of a comma-separated setting. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const isWebUrl = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
};

const isOrigin = (text: string): boolean =>
  isWebUrl(text) && new URL(text).origin === text.replace(/\/$/, '');
const isRedisUrl = (text: string): boolean => /^rediss?:$/.test(URL.parse(text)?.protocol ?? '');
const isAllowedHost = (text: string): boolean =>
  ipaddr.isValidCIDR(text) || ipaddr.isValid(text) || hostName.test(text.replace(/^\*\./, ''));

/** A variable: which texts it may have, what it becomes, and, as its description, the words for "allowed". */
const setting = <T>(allowed: string, accepts: (text: string) => boolean, read: (text: string) => T) =>
  z.string().refine(accepts).transform(read).optional().describe(allowed);

const text = (allowed: string, accepts: (text: string) => boolean) => setting(allowed, accepts, String);
const secret = (allowed: string, accepts: (text: string) => boolean) =>
  setting(allowed, accepts, (value) => new Credential(value));
const list = (allowed: string, accepts: (part: string) => boolean) =>
  setting(allowed, (value) => listOf(value).every(accepts), listOf);
const whole = (min: number, max: number, unit = '') =>
  setting(
    `a whole number from ${min} to ${max}${unit}`,
    (value) => /^\d{1,10}$/.test(value) && Number(value) >= min && Number(value) <= max,
    Number,
  );
const oneOf = <const T extends string>(...values: T[]) =>
  setting(
    `one of ${values.join(', ')}`,
    (value) => values.some((known) => known === value),
    (value) => values.find((known) => known === value)!,
  );

/** Every environment variable of the server; the description of each says what is allowed. */
export const environmentSchema = z.object({
  HOST: text('a host name or an IP address', (value) => ipaddr.isValid(value) || hostName.test(value)),
  PORT: whole(0, 65_535),
  CONCIERGE_DATA_DIR: text('a folder', (value) => !value.includes('\0')),
  CONCIERGE_API_KEY: secret('`olk_` and at least 16 letters, digits, `_` or `-`', (value) =>
    /^olk_[A-Za-z0-9_-]{16,200}$/.test(value),
  ),
  REDIS_URL: secret(
    'redis:// or rediss:// URLs, separated by commas',
    (value) => listOf(value).length > 0 && listOf(value).every(isRedisUrl),
  ),
  CONCIERGE_REDIS_WAIT: whole(0, maxCount),
  CONCIERGE_MASTER_KEY: secret('keys of 32 bytes each in base64, separated by commas', (value) =>
    value.split(',').every((key) => masterKey.test(key.trim())),
  ),
  CONCIERGE_PUBLIC_URL: text('an http:// or https:// address without a path', isOrigin),
  CONCIERGE_CORS_ORIGINS: list('origins such as https://app.acme.com, separated by commas', isOrigin),
  ANTHROPIC_API_KEY: secret('a key without spaces', (value) => /^[\x21-\x7e]+$/.test(value)),
  ANTHROPIC_BASE_URL: text('an http:// or https:// address', isWebUrl),
  CONCIERGE_MODEL: text('a model name', (value) => /^[\w.:/@-]{1,200}$/.test(value)),
  CONCIERGE_INTERPRETER: oneOf('auto', 'anthropic', 'offline'),
  CONCIERGE_EGRESS: oneOf('private', 'public'),
  CONCIERGE_EGRESS_ALLOW: list(
    'host names (`*.acme.internal`), IP addresses and CIDRs, separated by commas',
    isAllowedHost,
  ),
  CONCIERGE_CATALOG_TTL_MS: whole(1, maxTime, ' (milliseconds)'),
  CONCIERGE_CATALOG_DEADLINE_MS: whole(1, maxTime, ' (milliseconds)'),
  CONCIERGE_REQUESTS_PER_SECOND: whole(1, maxCount),
  CONCIERGE_REGISTRATIONS_PER_MINUTE: whole(1, maxCount),
  CONCIERGE_MAX_RATE_CAP_PER_MINUTE: whole(1, maxCount),
  LOG_LEVEL: oneOf('silent', 'error', 'warn', 'info', 'debug'),
});

type Environment = z.infer<typeof environmentSchema>;

export type RedisConfig = {
  /** Comma-separated; it may hold a password. */
  urls: Credential;
  /** How many replicas must have a revoke before it is acknowledged; null: 1 where there are any. */
  wait: number | null;
};

/** What the server runs with. Secrets are `Credential`s, so printing a config shows none. */
export type Config = {
  host: string;
  /** 0: a free one. */
  port: number;
  dataDir: string;
  apiKey: Credential | null;
  /** As in `CONCIERGE_MASTER_KEY`; null: a key file in the data dir. */
  masterKey: Credential | null;
  /** Null: the embedded store. */
  redis: RedisConfig | null;
  /** An origin; null: the listening address. */
  publicUrl: string | null;
  corsOrigins: string[];
  model: { apiKey: Credential | null; baseUrl: string | null; name: string };
  /** Who understands the conversation: `auto` is the model where one is set up. */
  interpreter: 'auto' | 'anthropic' | 'offline';
  egress: EgressPolicy;
  catalogTtlMs: number;
  catalogDeadlineMs: number;
  requestsPerSecond: number;
  registrationsPerMinute: number;
  maxRateCapPerMinute: number;
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
};

/** True for the names and addresses that only this machine can reach. */
export const isLoopback = (host: string): boolean => {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return ipaddr.isValid(name) && ipaddr.process(name).range() === 'loopback';
};

const refuse = (problems: string[]): never => {
  throw new ConciergeError('validation', problems.join('\n'));
};

const refuseWithoutModel = (env: Environment): void => {
  const hasModel = env.ANTHROPIC_API_KEY !== undefined || env.ANTHROPIC_BASE_URL !== undefined;
  if (env.CONCIERGE_INTERPRETER === 'anthropic' && !hasModel)
    refuse([
      'CONCIERGE_INTERPRETER is `anthropic`, which needs ANTHROPIC_API_KEY, or ANTHROPIC_BASE_URL for a server of your own.',
    ]);
};

const redisOf = (env: Environment): RedisConfig | null => {
  if (env.REDIS_URL === undefined) return null;
  if (env.CONCIERGE_MASTER_KEY === undefined)
    refuse([
      'CONCIERGE_MASTER_KEY must be set with REDIS_URL, the same for every instance. Make one with `openssl rand -base64 32` and keep it.',
    ]);
  return { urls: env.REDIS_URL, wait: env.CONCIERGE_REDIS_WAIT ?? null };
};

/**
 * Reads the environment; an empty variable counts as unset. Errors: `validation`, its message a line per bad
 * variable, saying what is allowed and never what was given.
 */
export const parseConfig = (variables: Record<string, string | undefined>): Config => {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const bad = new Set(parsed.error.issues.map((issue) => issue.path[0] as keyof Environment));
    return refuse([...bad].map((name) => `${name} must be ${environmentSchema.shape[name].description}.`));
  }
  const env = parsed.data;
  refuseWithoutModel(env);
  const host = env.HOST ?? '127.0.0.1';
  return {
    host,
    port: env.PORT ?? 8787,
    dataDir: env.CONCIERGE_DATA_DIR ?? './.concierge',
    apiKey: env.CONCIERGE_API_KEY ?? null,
    masterKey: env.CONCIERGE_MASTER_KEY ?? null,
    redis: redisOf(env),
    publicUrl: env.CONCIERGE_PUBLIC_URL ?? null,
    corsOrigins: (env.CONCIERGE_CORS_ORIGINS ?? []).map((origin) => new URL(origin).origin),
    model: {
      apiKey: env.ANTHROPIC_API_KEY ?? null,
      baseUrl: env.ANTHROPIC_BASE_URL ?? null,
      name: env.CONCIERGE_MODEL ?? 'claude-haiku-5-5',
    },
    interpreter: env.CONCIERGE_INTERPRETER ?? 'auto',
    egress: {
      mode: env.CONCIERGE_EGRESS ?? (isLoopback(host) ? 'private' : 'public'),
      allow: env.CONCIERGE_EGRESS_ALLOW ?? [],
    },
    catalogTtlMs: env.CONCIERGE_CATALOG_TTL_MS ?? 60_000,
    catalogDeadlineMs: env.CONCIERGE_CATALOG_DEADLINE_MS ?? 1500,
    requestsPerSecond: env.CONCIERGE_REQUESTS_PER_SECOND ?? 100,
    registrationsPerMinute: env.CONCIERGE_REGISTRATIONS_PER_MINUTE ?? 10,
    maxRateCapPerMinute: env.CONCIERGE_MAX_RATE_CAP_PER_MINUTE ?? 600,
    logLevel: env.LOG_LEVEL ?? 'info',
  };
};
