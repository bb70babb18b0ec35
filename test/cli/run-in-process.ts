import { PassThrough } from 'node:stream';
import { ensureFirstCaller } from '../../src/accounts/ensure-first-account.ts';
import { runCli } from '../../src/cli/cli.ts';
import type { Cli } from '../../src/cli/command.ts';
import { createClient } from '../../src/client/client.ts';
import { openServer } from '../../src/entry/open-server.ts';
import { ConciergeError } from '../../src/errors.ts';
import { checkAnswers } from '../http/documented.ts';
import { createTestApp } from '../http/test-app.ts';
import type { Ran } from './run-concierge.ts';

export type Runner = (args: string[], input?: string) => Promise<Ran>;
export type Doors = Pick<Cli, 'openApi' | 'openStore'> & Partial<Pick<Cli, 'inspect'>>;

const collector = (): { stream: PassThrough; text: () => string } => {
  const stream = new PassThrough();
  let text = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return { stream, text: () => text };
};

/** Runs command lines over these doors, with pipes for a terminal. */
export const runnerOver =
  (doors: Doors): Runner =>
  async (args, input = '') => {
    const [stdout, stderr] = [collector(), collector()];
    const keyboard = new PassThrough();
    keyboard.end(input);
    const terminal = { input: keyboard, output: stdout.stream, errors: stderr.stream, colors: false };
    const inspect = async () => ({ findings: [], api: null });
    const serve = () => Promise.reject(new Error('This test serves nothing.'));
    const called = { version: '0.0.0', calledAs: 'concierge', stopping: new AbortController() };
    const code = await runCli(args, { inspect, ...called, ...doors, terminal, serve, mcp: serve }).catch(
      (error: unknown) => {
        if (!(error instanceof ConciergeError)) throw error;
        stderr.stream.write(`${error.message}\n`);
        return 1;
      },
    );
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  };

/** The doors of the real app on a store in memory, as the embedded command line has them. */
export const inProcessDoors = async (): Promise<Doors> => {
  const { app } = await createTestApp();
  const { accounts } = app.rooms;
  const answer = checkAnswers(app.fetchAs(await ensureFirstCaller(accounts)));
  const client = createClient({
    url: 'http://localhost',
    fetch: (input, init) => answer(new Request(input, init)),
  });
  const close = async () => undefined;
  return {
    openApi: async () => ({ client, server: null, close }),
    openStore: async () => ({ accounts, close }),
  };
};

/** The doors of a command line that works on a server. */
export const serverDoors = async (url: string, key: string): Promise<Doors> => ({
  openApi: async () => openServer({ url, key }, new AbortController().signal),
  openStore: () => Promise.reject(new Error('A server does not lend its store.')),
});

export const createRunner = async (): Promise<Runner> => runnerOver(await inProcessDoors());
