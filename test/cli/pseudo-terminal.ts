import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { compileCache } from '../compile-cache.ts';

const entry = fileURLToPath(new URL('../../src/entry/cli.ts', import.meta.url));

/** True where `script` of util-linux can make a pseudo-terminal. */
export const hasPseudoTerminal = /util-linux/.test(
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

export type PseudoTerminal = ReturnType<typeof startOnTerminal>;

/** Runs the real command line with a terminal of its own, in which `type` presses keys. */
export const startOnTerminal = (args: string[], env: Record<string, string>) => {
  const command = [process.execPath, entry, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { PATH: process.env.PATH, TERM: 'xterm', SHELL: '/bin/sh', ...compileCache, ...env },
  });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  let read = 0;

  /** Waits for `pattern` in what appeared since the last match. */
  const shows = async (pattern: RegExp): Promise<void> => {
    const found = await vi.waitUntil(() => pattern.exec(screen.slice(read)), { timeout: 20_000 });
    read += found.index + found[0].length;
  };
  return {
    ended,
    shows,
    screen: () => screen,
    type: (keys: string) => void child.stdin.write(keys),
    kill: () => child.kill('SIGKILL'),
  };
};

export const keysOf = { enter: '\r', up: '\x1b[A', interrupt: '\x03', end: '\x04' };

/** As a terminal sends what is pasted. */
export const pasted = (text: string): string => `\x1b[200~${text.replaceAll('\n', '\r')}\x1b[201~`;
