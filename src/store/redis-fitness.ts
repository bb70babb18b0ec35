import { Cluster, type Redis } from 'ioredis';
import { ConciergeError } from '../errors.ts';
import type { RedisClient } from './redis-client.ts';

const unfit = (message: string): ConciergeError => new ConciergeError('precondition_failed', message);

/** The fields of `INFO`, which managed services allow where they forbid `CONFIG`. */
const infoOf = async (node: Redis): Promise<Map<string, string>> => {
  const text = await node.info().catch((error: unknown) => {
    throw new ConciergeError('unavailable', 'Redis cannot be used: it does not answer INFO.', {
      cause: error,
    });
  });
  return new Map([...text.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name, value]) => [name!, value!]));
};

const assertKeepsAll = (policy: string | undefined): void => {
  if (policy === 'noeviction') return;
  const found =
    policy === undefined
      ? 'Redis does not tell its maxmemory-policy in INFO'
      : `The maxmemory-policy of Redis is \`${policy}\``;
  throw unfit(
    `${found}: it may drop sources and revocations when its memory is full. Set \`maxmemory-policy noeviction\`, ` +
      'with `redis-cli CONFIG SET maxmemory-policy noeviction` and in its configuration file; ' +
      'a managed service has it among its parameters.',
  );
};

const assertExpected = (info: Map<string, string>, isCluster: boolean): void => {
  if (!isCluster && info.get('cluster_enabled') === '1')
    throw unfit(
      'REDIS_URL names a node of a Redis Cluster: name two or more of its nodes, separated by commas. ' +
        'Where there is one address for all, name it twice.',
    );
  if (!isCluster && info.get('role') === 'slave')
    throw unfit('REDIS_URL leads to a replica, which takes no writes: name the primary.');
};

/** What is known of a server that may be used. */
export type Fitness = { hasReplicas: boolean };

/**
 * Looks at every node, since a replica may become a primary; tells whether there are replicas.
 * Errors: `precondition_failed` for a server that would lose what it was given, or that is not what the URLs say.
 */
export const assertFit = async (client: RedisClient): Promise<Fitness> => {
  const isCluster = client instanceof Cluster;
  const infos = await Promise.all((isCluster ? client.nodes() : [client]).map(infoOf));
  for (const info of infos) {
    assertExpected(info, isCluster);
    assertKeepsAll(info.get('maxmemory_policy'));
  }
  return { hasReplicas: infos.some((info) => Number(info.get('connected_slaves')) > 0) };
};
