import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { ConciergeError } from '../errors.ts';

export type RedisClient = Redis | Cluster;

const startWithinMs = 5000;

/**
 * A command that finds no connection fails, and none is ever sent again: whether a commit that got no answer has
 * happened is not known. A connection that answers nothing for `socketTimeout` is given up, so that a new one is
 * there within 5 s of the server's coming back.
 */
const options = {
  lazyConnect: true,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  maxLoadingRetryTime: 1000,
  connectTimeout: 2000,
  socketTimeout: 3000,
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
  retryStrategy: (times) => Math.min(50 * times, 500),
} satisfies RedisOptions;

/** What holds for every node of a cluster stands in the first URL. */
const createCluster = (urls: string[]): Cluster => {
  const { username, password, protocol } = new URL(urls[0]!);
  const { lazyConnect, enableOfflineQueue, retryStrategy, ...redisOptions } = options;
  return new Cluster(urls, {
    lazyConnect,
    enableOfflineQueue,
    clusterRetryStrategy: retryStrategy,
    retryDelayOnFailover: 0,
    // A certificate names hosts, and so does what the cluster tells of its nodes.
    ...(protocol === 'rediss:' ? { dnsLookup: (address, answer) => answer(null, address) } : {}),
    redisOptions: {
      ...redisOptions,
      ...(username === '' ? {} : { username: decodeURIComponent(username) }),
      ...(password === '' ? {} : { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
  });
};

/** A server that still loads its file refuses commands, which a connection for one request may as well learn from them. */
const createClient = (urls: string[], isForOneRequest: boolean): RedisClient =>
  urls.length > 1
    ? createCluster(urls)
    : new Redis(urls[0]!, { ...options, enableReadyCheck: !isForOneRequest });

/** The causes that Redis names with a word of its own, and the rest. */
const reasonOf = (error: unknown, many: boolean): string => {
  const causes = error instanceof Error ? [error, Reflect.get(error, 'lastNodeError')] : [];
  const text = causes.map(String).join(' ');
  if (/NOAUTH|WRONGPASS|NOPERM/.test(text)) return 'it refuses the user or the password in REDIS_URL';
  if (/cluster support disabled/.test(text))
    return 'it is no Redis Cluster, for which several URLs in REDIS_URL stand; name one';
  return many ? 'no node of it answers' : 'it does not answer';
};

/**
 * Connects to the server, or with several URLs to the Redis Cluster that they are nodes of. From then on it
 * reconnects by itself. Errors: `unavailable` when it does not answer within 5 s.
 */
export const connectRedis = async (
  urls: string[],
  { isForOneRequest = false } = {},
): Promise<RedisClient> => {
  const client = createClient(urls, isForOneRequest);
  let last: unknown = null;
  client.on('error', (error) => {
    last = error;
  });
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('No answer in time.')), startWithinMs);
  try {
    await Promise.race([client.connect(), late.promise]);
    if (client instanceof Cluster) await Promise.all(client.nodes().map((node) => node.ping()));
    return client;
  } catch (error) {
    client.disconnect();
    throw new ConciergeError(
      'unavailable',
      `Redis cannot be used: ${reasonOf(last ?? error, urls.length > 1)}. Check that it runs where REDIS_URL says.`,
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
};
