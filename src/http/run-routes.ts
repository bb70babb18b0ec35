import { Hono } from 'hono';
import { getRun } from '../agents/runs/get.ts';
import { listRuns } from '../agents/runs/list.ts';
import { testMessage } from '../agents/runs/message.ts';
import { presentRun } from '../agents/runs/present.ts';
import type { Runs } from '../agents/runs/runs.ts';
import { type Log, loggedFailure } from '../log.ts';
import type { Store } from '../store/port.ts';
import { type HttpEnv, sandboxOf } from './env.ts';
import { runOperations as operations } from './run-operations.ts';
import { sseResponse } from './sse.ts';

export type RunRoutesDeps = {
  runs: Runs;
  store: Store;
  log: Log;
  /** Told of every run, so that a stop can wait for it. */
  track: (running: Promise<unknown>) => void;
};

/** `…/sandboxes/{id}/agents/{slug}`: letting an agent run, and what its runs were. */
export const runRoutes = ({ runs, store, log, track }: RunRoutesDeps) =>
  new Hono<HttpEnv>()
    .post('/:slug/test', operations.test, async (c) => {
      const { event_payload } = c.req.valid('json');
      const run = runs.finish(c.get('caller'), {
        sandbox_id: sandboxOf(c),
        slug: c.req.param('slug'),
        message: testMessage(event_payload),
        attempt: c.get('attempt'),
        signal: c.req.raw.signal,
        trace: c.get('trace'),
      });
      track(run);
      return c.json(presentRun(await run));
    })
    .post('/:slug/invoke-async', operations.invoke, async (c) => {
      const request = { sandbox_id: sandboxOf(c), slug: c.req.param('slug'), ...c.req.valid('json') };
      const attempt = c.get('attempt');
      const { run_id, events } = await runs.begin(c.get('caller'), {
        ...request,
        attempt,
        trace: c.get('trace'),
      });
      const request_id = c.get('requestId');
      const reading = (async () => {
        for await (const _ of events);
      })();
      track(
        reading.catch((error: unknown) =>
          log.error({ request_id, run_id, failure: loggedFailure(error) }, 'run failed'),
        ),
      );
      return c.json({ run_id }, 202);
    })
    .post('/:slug/chat', operations.chat, async (c) => {
      const request = { sandbox_id: sandboxOf(c), slug: c.req.param('slug'), ...c.req.valid('json') };
      const gone = new AbortController();
      const signal = AbortSignal.any([gone.signal, c.req.raw.signal]);
      const run = await runs.begin(c.get('caller'), { ...request, signal, trace: c.get('trace') });
      const requestId = c.get('requestId');
      const { response, done } = sseResponse(run, { cancel: () => gone.abort(), log, requestId });
      track(done);
      return response;
    })
    .get('/:slug/runs', operations.list, async (c) => {
      const slug = c.req.param('slug');
      const query = c.req.valid('query');
      const found = await listRuns({ store }, c.get('caller'), { ...query, sandbox_id: sandboxOf(c), slug });
      return c.json({ runs: found.map(presentRun), count: found.length });
    })
    .get('/runs/:run_id', operations.show, async (c) => {
      const ref = { sandbox_id: sandboxOf(c), run_id: c.req.param('run_id') };
      return c.json(presentRun(await getRun({ store }, c.get('caller'), ref)));
    });
