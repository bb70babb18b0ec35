import { runCli } from '../cli/cli.ts';
import { ConciergeError, isConciergeError } from '../errors.ts';
import { explain } from './explain.ts';
import { openServer, serverIn } from './open-server.ts';
import { calledAs } from './package-root.ts';
import { version } from './version.ts';

const { env, stdin, stdout, stderr } = process;
const stopping = new AbortController();
// Nobody reads on, as with `| head`.
stdout.on('error', () => stopping.abort());

/** Until then a stop needs no word, in ms. */
const quietMs = 300;

/** From here on a signal ends what runs in good order; a second one, or one after a Ctrl-C in a chat, at once. */
const stopOnSignal = (): void => {
  const say = (): void => void stderr.write('\nFinishing what has begun. Ctrl-C again leaves at once.\n');
  stopping.signal.addEventListener('abort', () => {
    if (stderr.isTTY) setTimeout(say, quietMs).unref();
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => {
      if (stopping.signal.aborted) process.exit(code);
      process.exitCode = code;
      stopping.abort();
    });
};

/** What carries the whole app is loaded when it is needed: help and a server's answers need not wait for it. */
const embedded = () => import('./open-embedded.ts');

const openApi = async () => {
  const server = serverIn(env);
  if (server !== null) return openServer(server, stopping.signal);
  return (await embedded()).openEmbedded(env, stopping.signal);
};

const openStore = async () => {
  const server = serverIn(env);
  if (server === null) return (await embedded()).openStore(env);
  throw new ConciergeError(
    'precondition_failed',
    `This command works on the store of its own machine, not on the server at ${server.url}: run it there, or unset CONCIERGE_URL.`,
  );
};

/** Opens, and from then on stops in good order. */
const opening =
  <Opened>(open: () => Promise<Opened>) =>
  async (): Promise<Opened> => {
    const opened = await open();
    stopOnSignal();
    return opened;
  };

/** A fault of ours, with what helps to find it. */
const hintOf = (error: unknown): string => {
  if (!isConciergeError(error, 'internal')) return '';
  const { request_id } = error.data;
  return env.CONCIERGE_URL ? ` Request id: ${request_id}.` : ' LOG_LEVEL=error shows where it happened.';
};

/** Said at a terminal to who leaves while a server is at work. */
const left =
  '\nLeft. What the server has begun it finishes; `concierge source list` shows what became of it.';

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
    calledAs,
    openApi: opening(openApi),
    openStore: opening(openStore),
    inspect: async () => (await import('./inspect.ts')).inspect(env, stopping.signal),
    serve: async () => (await import('./serve.ts')).serve(env),
    mcp: async () => {
      stopOnSignal();
      return (await import('./mcp.ts')).serveMcp(env, stopping.signal);
    },
    stopping,
  });
  process.exitCode ??= code;
} catch (error) {
  if (!stopping.signal.aborted) console.error(explain(error) + hintOf(error));
  else if (stderr.isTTY && env.CONCIERGE_URL) console.error(left);
  process.exitCode ??= 1;
}
