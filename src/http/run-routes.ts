import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { getRun } from '../agents/runs/get.ts';
import { listRuns, listRunsQuery } from '../agents/runs/list.ts';
import { testMessage } from '../agents/runs/message.ts';
import { presentRun } from '../agents/runs/present.ts';
import type { RunRequest, Runs } from '../agents/runs/runs.ts';
import { type Log, loggedFailure } from '../log.ts';
import type { Store } from '../store/port.ts';
import { type HttpEnv, sandboxOf } from './env.ts';
import { sseResponse } from './sse.ts';
import { readBody, readQuery } from './validate.ts';

export type RunRoutesDeps = {
  runs: Runs;
  store: Store;
  log: Log;
  /** Told of every run, so that a stop can wait for it. */
  track: (running: Promise<unknown>) => void;
};

const maxMessage = 100_000;
const message = z.string().refine((text) => text.trim() !== '' && text.length <= maxMessage, {
  error: `\`message\` must have 1 to ${maxMessage} characters.`,
});
const invokeBody = z.strictObject({ message, session_id: z.string().max(64).optional() });
const testBody = z.strictObject({ event_payload: z.json().optional() });

/** `…/sandboxes/{id}/agents/{slug}`: letting an agent run, and what its runs were. */
export const runRoutes = ({ runs, store, log, track }: RunRoutesDeps) => {
  const requestOf = async (c: Context<HttpEnv>): Promise<RunRequest> => {
    const { slug = '' } = c.req.param();
    const attempt = c.get('attempt');
    return { sandbox_id: sandboxOf(c), slug, attempt, ...(await readBody(c, invokeBody)) };
  };

  return new Hono<HttpEnv>()
    .post('/:slug/test', async (c) => {
      const { event_payload } = (await c.req.text()) === '' ? {} : await readBody(c, testBody);
      const run = runs.finish(c.get('caller'), {
        sandbox_id: sandboxOf(c),
        slug: c.req.param('slug'),
        message: testMessage(event_payload),
        attempt: c.get('attempt'),
        signal: c.req.raw.signal,
      });
      track(run);
      return c.json(presentRun(await run));
    })
    .post('/:slug/invoke-async', async (c) => {
      const { run_id, events } = await runs.begin(c.get('caller'), await requestOf(c));
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
    .post('/:slug/chat', async (c) => {
      const gone = new AbortController();
      const signal = AbortSignal.any([gone.signal, c.req.raw.signal]);
      const run = await runs.begin(c.get('caller'), { ...(await requestOf(c)), signal });
      const requestId = c.get('requestId');
      const { response, done } = sseResponse(run, { cancel: () => gone.abort(), log, requestId });
      track(done);
      return response;
    })
    .get('/:slug/runs', async (c) => {
      const slug = c.req.param('slug');
      const query = readQuery(c, listRunsQuery);
      const found = await listRuns({ store }, c.get('caller'), { ...query, sandbox_id: sandboxOf(c), slug });
      return c.json({ runs: found.map(presentRun), count: found.length });
    })
    .get('/runs/:run_id', async (c) => {
      const ref = { sandbox_id: sandboxOf(c), run_id: c.req.param('run_id') };
      return c.json(presentRun(await getRun({ store }, c.get('caller'), ref)));
    });
};
