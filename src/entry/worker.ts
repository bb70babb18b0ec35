/** For Cloudflare Workers only: see wrangler.toml. */
import { createApp } from '../app.ts';
import { explain } from './explain.ts';
import { untilSent } from './until-sent.ts';
import { createIsolate, createWorkerAdapters, now } from './worker-adapters.ts';
import type { Bindings } from './worker-config.ts';

type Context = { waitUntil(work: Promise<unknown>): void };
type Isolate = Awaited<ReturnType<typeof createIsolate>>;

let isolate: Isolate | null = null;

/** What stands in place of every answer while the Worker is not set up: for its operator to read. */
const notSetUp = (error: unknown): Response => {
  const detail = explain(error);
  console.error(JSON.stringify({ level: 'error', time: Date.now(), msg: 'not set up', detail }));
  return new Response(`Concierge is not set up yet.\n\n${detail}\n`, {
    status: 503,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
};

/** The app of this request. All that it opened is left in good order behind the answer. */
const answer = async (request: Request, own: Isolate, env: Bindings, context: Context): Promise<Response> => {
  const { misfit, ...adapters } = createWorkerAdapters(own, env);
  const app = createApp({ ...own, ...adapters, now });
  const response = await app.fetch(request);
  const problem = misfit();
  const { sent, done } = untilSent(problem === null ? response : notSetUp(problem));
  context.waitUntil(done.then(app.finish));
  return sent;
};

export default {
  fetch: async (request: Request, env: Bindings, context: Context): Promise<Response> => {
    try {
      isolate ??= await createIsolate(env);
    } catch (error) {
      return notSetUp(error);
    }
    return answer(request, isolate, env, context);
  },
};
