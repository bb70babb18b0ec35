import { Hono } from 'hono';
import { stopping } from '../errors.ts';
import type { Metrics } from '../metrics/port.ts';
import { keys } from '../store/keys.ts';
import type { Store } from '../store/port.ts';
import type { HttpEnv } from './env.ts';
import { publicOperations as operations } from './public-operations.ts';

export type PublicRoutesDeps = {
  store: Store;
  /** False from the moment the server is told to stop. */
  accepting: () => boolean;
  metrics: Metrics;
};

const prometheusText = 'text/plain; version=0.0.4; charset=utf-8';

/** What answers without a key. */
export const publicRoutes = ({ store, accepting, metrics }: PublicRoutesDeps) =>
  new Hono<HttpEnv>()
    .get('/healthz', operations.live, (c) => c.json({ status: 'ok' }))
    .get('/readyz', operations.ready, async (c) => {
      if (!accepting()) throw stopping();
      await store.get(keys.system.vaultCheck());
      return c.json({ status: 'ready' });
    })
    .get('/metrics', operations.metrics, async (c) =>
      c.body(await metrics.text(), 200, { 'Content-Type': prometheusText }),
    );
