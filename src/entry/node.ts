import { pino } from 'pino';
import { ensureFirstAccount } from '../accounts/ensure-first-account.ts';
import { createApp } from '../app.ts';
import { parseConfig } from '../config.ts';
import { ConciergeError } from '../errors.ts';
import { listen } from './listen.ts';
import { openNodeAdapters } from './node-adapters.ts';
import { welcome } from './welcome.ts';

const stopWithinMs = 25_000;

const main = async (): Promise<void> => {
  const config = parseConfig(process.env);
  const log = pino({ level: config.logLevel }, pino.destination({ fd: 2, sync: true }));
  if (config.model.apiKey !== null)
    log.warn('ANTHROPIC_API_KEY is set, but this release understands with the offline interpreter only');
  const now = (): Date => new Date();
  const adapters = await openNodeAdapters(config);
  const app = createApp({ ...adapters, config, now, log });
  const server = await listen(app.fetch, config);

  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(0), stopWithinMs).unref();
    app.drain();
    await server.stop();
    await app.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);

  const first = await ensureFirstAccount({ store: adapters.store, now }, { api_key: config.apiKey });
  console.log(`listening on ${server.origin}`);
  if (first.api_key === null) return;
  const drawnKey = config.apiKey === null ? first.api_key : null;
  console.log(welcome({ origin: server.origin, sandbox_id: first.sandbox_id, drawnKey }));
};

/** What stops the start is told in words; only a fault of ours shows where it happened. */
const explain = (error: unknown): string => {
  if (error instanceof ConciergeError) return error.message;
  if (error instanceof Error) return 'code' in error ? error.message : (error.stack ?? error.message);
  return String(error);
};

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
