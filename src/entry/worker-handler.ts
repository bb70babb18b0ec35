/** For Workers only. */
import { createApp } from '../app.ts';
import { loggedFailure } from '../log.ts';
import { createConsoleLog } from './console-log.ts';
import { explain } from './explain.ts';
import { untilSent } from './until-sent.ts';
import { createIsolate, createWorkerAdapters, type Isolate, now } from './worker-adapters.ts';
import type { Bindings } from './worker-config.ts';

export type WorkerContext = { waitUntil(work: Promise<unknown>): void };
export type WorkerHandler = {
  fetch(request: Request, bindings: Bindings, context: WorkerContext): Promise<Response>;
};

/** Stands in place of every answer while the Worker is not set up, for its operator to read. */
const notSetUp = (error: unknown): Response =>
  new Response(`Concierge is not set up yet.\n\n${explain(error)}\n`, {
    status: 503,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });

/**
 * A Worker: the app is built for each request, over connections that belong to it, and left in good order behind
 * the answer.
 */
export const createWorker = (createLog = createConsoleLog): WorkerHandler => {
  let isolate: Isolate | null = null;

  const answer = async (
    own: Isolate,
    request: Request,
    bindings: Bindings,
    context: WorkerContext,
  ): Promise<Response> => {
    const { misfit, ...adapters } = createWorkerAdapters(own, bindings);
    const app = createApp({ ...own, ...adapters, now });
    const sending = app.fetch(request).then((response) => {
      const problem = misfit();
      return untilSent(problem === null ? response : notSetUp(problem));
    });
    const finished = sending
      .then(({ done }) => done)
      .then(app.finish)
      .catch((error: unknown) => own.log.error({ failure: loggedFailure(error) }, 'not finished'));
    // From the beginning: without it, a client that leaves ends everything at once.
    context.waitUntil(finished);
    return (await sending).sent;
  };

  return {
    fetch: async (request, bindings, context) => {
      try {
        isolate ??= await createIsolate(bindings, createLog);
      } catch (error) {
        return notSetUp(error);
      }
      return answer(isolate, request, bindings, context);
    },
  };
};
