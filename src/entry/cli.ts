import { ensureFirstCaller } from '../accounts/ensure-first-account.ts';
import { runCli } from '../cli/cli.ts';
import type { OpenRooms } from '../cli/rooms.ts';
import { parseConfig } from '../config.ts';
import { ConciergeError } from '../errors.ts';
import { explain } from './explain.ts';
import { openApp } from './open-app.ts';
import { openOperator } from './open-operator.ts';
import { serve } from './serve.ts';
import { version } from './version.ts';

const { env, stdin, stdout, stderr } = process;
const stopping = new AbortController();
// Nobody reads on, as with `| head`.
stdout.on('error', () => stopping.abort());

/** From here on a signal ends what runs in good order; a second one ends it at once. */
const stopOnSignal = (): void => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => {
      process.exitCode = code;
      stopping.abort();
    });
};

const readConfig = () => parseConfig({ ...env, LOG_LEVEL: env.LOG_LEVEL || 'warn' });

const open = async (): Promise<OpenRooms> => {
  if (env.CONCIERGE_URL)
    throw new ConciergeError(
      'precondition_failed',
      'CONCIERGE_URL is set, but the commands of this release work on the embedded store only: unset it to go on.',
    );
  const app = await openApp(readConfig());
  stopOnSignal();
  const { rooms, close } = app;
  return { rooms, caller: await ensureFirstCaller(rooms.accounts), close };
};

const terminal = {
  input: stdin,
  output: stdout,
  errors: stderr,
  colors: stdout.isTTY && !env.NO_COLOR && env.TERM !== 'dumb',
};

try {
  const code = await runCli(process.argv.slice(2), {
    terminal,
    version,
    open,
    openOperator: () => openOperator(readConfig()),
    serve: () => serve(env),
    stopping,
  });
  process.exitCode ??= code;
} catch (error) {
  if (!stopping.signal.aborted) console.error(explain(error));
  process.exitCode ??= 1;
}
