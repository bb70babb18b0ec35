/** For Node only. */
import { ensureFirstAccount } from '../accounts/ensure-first-account.ts';
import { createSignInCode } from '../accounts/sign-in-code.ts';
import { isLoopback, parseConfig } from '../config.ts';
import { createPrometheus } from '../metrics/prometheus.ts';
import { listen } from './listen.ts';
import { openApp } from './open-app.ts';
import { welcome } from './welcome.ts';

const stopWithinMs = 25_000;

/**
 * Serves until SIGTERM or SIGINT, then ends the process with 0; resolves when it listens. Errors: those of
 * `parseConfig`, `openApp` and `listen`.
 */
export const serve = async (variables: NodeJS.ProcessEnv): Promise<void> => {
  const config = parseConfig(variables);
  const app = await openApp(config, createPrometheus({ ofProcess: true }));
  const server = await listen(app, config);

  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(0), stopWithinMs).unref();
    app.drain();
    // Until then probes and clients can still be told that it stops.
    await app.settled();
    await server.stop();
    await app.close();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);

  const first = await ensureFirstAccount(app.rooms.accounts, { api_key: config.apiKey });
  console.log(`listening on ${server.origin}`);
  // A log that others collect is no place for a code that lets one in.
  const code = isLoopback(config.host) ? await createSignInCode(app.rooms.accounts, first) : null;
  console.log(
    welcome({
      page: config.publicUrl ?? server.origin,
      code,
      sandbox_id: first.sandbox_id,
      newKey: first.api_key,
      isDrawn: config.apiKey === null,
    }),
  );
};
