/** For Workers only. */
import { type Config, parseConfig, type RedisConfig } from '../config.ts';
import type { Credential } from '../domain/credential.ts';
import { ConciergeError } from '../errors.ts';

/** What a Worker is given: variables and secrets are strings, all else is a service. */
export type Bindings = Record<string, unknown> & { ASSETS?: { fetch(request: Request): Promise<Response> } };

/** A config of which a Worker has what it cannot do without. */
export type WorkerConfig = Config & { redis: RedisConfig; masterKey: Credential; apiKey: Credential };

const needed = {
  REDIS_URL: 'the Redis that everything is stored in: a Worker has no disk',
  CONCIERGE_MASTER_KEY: 'the key that seals the credentials: `openssl rand -base64 32`',
  CONCIERGE_API_KEY:
    'the key of the first account, `olk_` and 16 characters or more: a Worker has no terminal to print one to',
} as const;

const missing = (names: string[]): ConciergeError =>
  new ConciergeError(
    'validation',
    names
      .map(
        (name) =>
          `${name} is not set. It is ${needed[name as keyof typeof needed]}. Set it with \`npx wrangler secret put ${name}\`, on your own machine in \`.dev.vars\`.`,
      )
      .join('\n'),
  );

/**
 * The configuration in the bindings, read as the environment is elsewhere; a Worker is reached from everywhere unless
 * HOST says otherwise. Errors: `validation`, a line for each variable that is bad or missing.
 */
export const readWorkerConfig = (bindings: Bindings): WorkerConfig => {
  const given = Object.fromEntries(
    Object.entries(bindings).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  );
  const absent = Object.keys(needed).filter((name) => given[name] === undefined);
  if (absent.length > 0) throw missing(absent);
  return parseConfig({ HOST: '0.0.0.0', ...given }) as WorkerConfig;
};
