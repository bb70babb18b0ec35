import { PassThrough } from 'node:stream';
import { ensureFirstCaller } from '../../src/accounts/ensure-first-account.ts';
import { runCli } from '../../src/cli/cli.ts';
import { ConciergeError } from '../../src/errors.ts';
import { createTestApp } from '../http/test-app.ts';
import type { Ran } from './run-concierge.ts';

export type Runner = (args: string[], input?: string) => Promise<Ran>;

const collector = (): { stream: PassThrough; text: () => string } => {
  const stream = new PassThrough();
  let text = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return { stream, text: () => text };
};

/** Runs command lines over the real rooms on a store in memory, with pipes for a terminal. */
export const createRunner = async (): Promise<Runner> => {
  const { app } = await createTestApp();
  const { rooms } = app;
  const caller = await ensureFirstCaller(rooms.accounts);
  const open = async () => ({ rooms, caller, close: async () => undefined });

  return async (args, input = '') => {
    const [stdout, stderr] = [collector(), collector()];
    const keyboard = new PassThrough();
    keyboard.end(input);
    const terminal = { input: keyboard, output: stdout.stream, errors: stderr.stream, colors: false };
    const serve = () => Promise.reject(new Error('This test serves nothing.'));
    const openOperator = () => Promise.reject(new Error('This test has no store of its own.'));
    const stopping = new AbortController();
    const cli = { terminal, version: '0.0.0', open, openOperator, serve, stopping };
    const code = await runCli(args, cli).catch((error: unknown) => {
      if (!(error instanceof ConciergeError)) throw error;
      stderr.stream.write(`${error.message}\n`);
      return 1;
    });
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  };
};
