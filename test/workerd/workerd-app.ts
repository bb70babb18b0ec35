import { Readable } from 'node:stream';
import { Redis } from 'ioredis';
import { request as send } from 'undici';
import { createRedisStore } from '../../src/store/redis.ts';
import { linesHeader, settingHeader, urlHeader } from './headers.ts';

const origin = process.env.CONCIERGE_TEST_WORKERD ?? '';
const redisUrl = process.env.CONCIERGE_TEST_REDIS ?? '';

/** A database of the one Redis that nothing was written to. */
const freshDatabase = async (): Promise<string> => {
  const redis = new Redis(redisUrl);
  try {
    return `${redisUrl}/${await redis.incr('databases')}`;
  } finally {
    redis.disconnect();
  }
};

/** Of one hop only. */
const hopHeaders = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'expect']);

const headersOf = ({ headers }: Request): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => !hopHeaders.has(name)));

const bodyless = new Set([101, 204, 205, 304]);

/** A Worker with the given bindings, on the one workerd of all tests and a store of its own. */
export const openWorkerdApp = async (env: Record<string, string>) => {
  const database = await freshDatabase();
  const store = await createRedisStore({ urls: [database] });
  const bindings = { HOST: '127.0.0.1', REDIS_URL: database, ...env };
  const setting = { [settingHeader]: btoa(JSON.stringify(bindings)) };
  const lines: string[] = [];

  /** Takes over what was logged, so that it is there when an answer has been read. */
  const takeLines = async (): Promise<void> => {
    const { body } = await send(origin, { headers: { ...setting, [linesHeader]: '1' } });
    lines.push(...((await body.json()) as string[]));
  };

  const fetch = async (request: Request): Promise<Response> => {
    const { method, url, signal } = request;
    const { pathname, search } = new URL(url);
    const { statusCode, headers, body } = await send(origin + pathname + search, {
      method: method as 'GET',
      headers: { ...headersOf(request), ...setting, [urlHeader]: url },
      body: request.body === null ? null : (request.body as never),
      signal,
    });
    const answered = new Headers();
    for (const [name, value] of Object.entries(headers))
      if (!hopHeaders.has(name)) for (const each of [value ?? []].flat()) answered.append(name, each);
    if (bodyless.has(statusCode) || method === 'HEAD') {
      await body.dump();
      await takeLines();
      return new Response(null, { status: statusCode, headers: answered });
    }
    const watched = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({ flush: takeLines });
    const stream = (Readable.toWeb(body) as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(watched);
    return new Response(stream, { status: statusCode, headers: answered });
  };

  return { fetch, store, lines, close: () => store.close() };
};
