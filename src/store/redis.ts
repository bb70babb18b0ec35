import { ConciergeError } from '../errors.ts';
import { inTime } from './in-time.ts';
import { assertOneAccount } from './one-account.ts';
import { pageSize } from './page-size.ts';
import { type Change, type Entry, type ListOptions, StaleVersionError, type Store } from './port.ts';
import { connectRedis, type RedisClient } from './redis-client.ts';
import { assertFit, type Fitness } from './redis-fitness.ts';
import { bookKeys, commitScript, listScript } from './redis-scripts.ts';

/** Replicas are waited for less long than the answer, so that a commit they lack is told from one that is lost. */
const replicaPatienceMs = 500;
/** Behind every key that begins with the prefix: the last code point there is. */
const lastCodePoint = '\u{10FFFF}';

const notYetDurable = (): ConciergeError =>
  new ConciergeError('unavailable', 'This is stored, but too few replicas have it yet. Send it again.', {
    data: { not_yet_durable: true },
  });

const accountOf = (key: string): string => key.slice(0, key.indexOf('}') + 1);

const entryOf = <T>(key: string, stored: string): Entry<T> => {
  const space = stored.indexOf(' ');
  return {
    key,
    version: Number(stored.slice(0, space)),
    value: JSON.parse(stored.slice(space + 1)) as T,
  };
};

const argumentsOf = ({ value, expect, ttl_ms }: Change): (string | number)[] => [
  expect ?? '',
  ttl_ms === undefined ? '' : Math.ceil(ttl_ms),
  JSON.stringify(value) ?? '',
];

const boundsOf = (prefix: string, { after, reverse = false }: ListOptions): string[] => {
  const end = `(${prefix}${lastCodePoint}`;
  return reverse
    ? ['ZREVRANGEBYLEX', after === undefined ? end : `(${after}`, `[${prefix}`]
    : ['ZRANGEBYLEX', after === undefined ? `[${prefix}` : `(${after}`, end];
};

type CommitAnswer = ['stale', key: string] | ['done', version: string];
type Commit = { keys: string[]; values: (string | number)[] };

const commitArguments = (changes: Change[]): Commit => ({
  keys: [...bookKeys(accountOf(changes[0]!.key)), ...changes.map(({ key }) => key)],
  values: changes.flatMap(argumentsOf),
});

/**
 * Commits in one pipeline with `WAIT`, which counts the replicas that have what its own connection wrote.
 * A cluster's slot that has moved refuses the commit; reading one of its keys is how the client learns where it is.
 */
const commitToReplicas = async (client: RedisClient, { keys, values }: Commit, replicas: number) => {
  const send = () =>
    client
      .pipeline()
      .eval(commitScript, keys.length, ...keys, ...values)
      .wait(replicas, replicaPatienceMs)
      .exec();
  let results = await send();
  if (results?.[0]?.[0]?.message.startsWith('MOVED')) {
    await client.get(keys[2]!);
    results = await send();
  }
  const [[refusal, answer], [failure, reached]] = results as [
    [Error | null, CommitAnswer],
    [Error | null, number],
  ];
  if (refusal !== null || failure !== null) throw refusal ?? failure;
  return { answer, reached };
};

/** `client`: what else the instances share lies on the same Redis. */
export type RedisStore = Store & { client: RedisClient; fitness: Fitness };

export type RedisStoreOptions = {
  /** One for a server, several for the nodes of a Redis Cluster. */
  urls: string[];
  /** How many replicas must have a final commit; null: 1 where there are replicas. */
  wait?: number | null;
  /**
   * For a store that lasts as long as a request: one connection does all, and the server is not looked at again when
   * an earlier store has seen it.
   */
  forOneRequest?: { known: Fitness | null };
};

/**
 * The store of many instances: Redis 7 or Valkey, a server or a cluster. An account is a hash tag, so all of it
 * lies in one slot, and a commit is one script.
 * Errors: `unavailable` when Redis cannot be reached, here or later; `precondition_failed` when it would lose data.
 */
export const createRedisStore = async (options: RedisStoreOptions): Promise<RedisStore> => {
  const { urls, wait = null, forOneRequest = null } = options;
  const client = await connectRedis(urls, { isForOneRequest: forOneRequest !== null });
  const look = () =>
    assertFit(client).catch((error: unknown) => {
      client.disconnect();
      throw error;
    });
  const fitness = forOneRequest?.known ?? (await look());
  const replicas = wait ?? (fitness.hasReplicas ? 1 : 0);
  /** Waiting holds up a connection, so it has one of its own where others would be held up. */
  const openWaiting = async () => (forOneRequest === null ? connectRedis(urls) : client);
  const waiting = replicas === 0 ? null : await openWaiting();

  const run = async (commit: Commit, final: boolean): Promise<CommitAnswer> => {
    const { keys, values } = commit;
    if (!final || waiting === null)
      return (await inTime(client.eval(commitScript, keys.length, ...keys, ...values))) as CommitAnswer;
    const { answer, reached } = await inTime(commitToReplicas(waiting, commit, replicas));
    if (answer[0] === 'done' && reached < replicas) throw notYetDurable();
    return answer;
  };

  return {
    client,
    fitness,

    get: async <T>(key: string) => {
      const stored = await inTime(client.get(key));
      return stored === null ? null : entryOf<T>(key, stored);
    },

    list: async <T>(prefix: string, options: ListOptions = {}) => {
      const limit = pageSize(options);
      const [names] = bookKeys(accountOf(prefix));
      const found = (await inTime(
        client.eval(listScript, 1, names, ...boundsOf(prefix, options), limit + 1),
      )) as string[];
      const entries: Entry<T>[] = [];
      for (let at = 0; at < Math.min(found.length, limit * 2); at += 2)
        entries.push(entryOf<T>(found[at]!, found[at + 1]!));
      return { entries, cursor: found.length > limit * 2 ? entries.at(-1)!.key : null };
    },

    commit: async (changes, { final = false } = {}) => {
      assertOneAccount(changes);
      const [outcome, detail] = await run(commitArguments(changes), final);
      if (outcome === 'stale') throw new StaleVersionError(detail);
      return Number(detail);
    },

    close: async () => {
      client.disconnect();
      waiting?.disconnect();
    },
  };
};
