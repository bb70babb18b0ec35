import { RateLimiterRedis } from 'rate-limiter-flexible';
import { inTime } from '../store/in-time.ts';
import type { RedisClient } from '../store/redis-client.ts';
import { type CreateRateLimit, usedUp } from './port.ts';

/**
 * Counts uses since the first one of a window. `EXPIRE` comes first because it is a write that a full Redis does not
 * refuse, and after one it refuses none: who wants to revoke something has to be counted then too.
 */
const countScript = `
redis.call('EXPIRE', KEYS[1], ARGV[2], 'NX')
local uses = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  left = 1000 * ARGV[2]
end
return { uses, left }`;

/** Beside the keys of the store, in the slot of the account, and never listed as one of its entries. */
const counterOf = (user_id: string, name: string, of: string | undefined): string =>
  [`{${user_id}}limit`, name, ...(of === undefined ? [] : [of])].join(':');

/**
 * Limits over all instances on one Redis or Redis Cluster: as many uses in each window, which begins with its first
 * use and goes by Redis' clock. A Redis that does not count in time is `unavailable`.
 */
export const createRedisLimits =
  (client: RedisClient): CreateRateLimit =>
  (options) => {
    const limiter = new RateLimiterRedis({
      storeClient: client,
      keyPrefix: '',
      // Compared here, since each thing may have a limit of its own.
      points: Number.MAX_SAFE_INTEGER,
      duration: options.perMs / 1000,
      customIncrTtlLuaScript: countScript,
    });
    return {
      async take(user_id, own) {
        const { uses, what } = own ?? options;
        const counted = await inTime(limiter.consume(counterOf(user_id, options.name, own?.of)));
        if (counted.consumedPoints > uses) throw usedUp(what, counted.msBeforeNext);
      },
    };
  };
