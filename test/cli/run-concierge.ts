import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../compile-cache.ts';

const entry = fileURLToPath(new URL('../../src/entry/cli.ts', import.meta.url));

export type Ran = { code: number | null; stdout: string; stderr: string };

/** Runs the real command line as a process of its own, with these variables and no others of ours. */
export const startConcierge = (args: string[], env: Record<string, string>) => {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env.PATH, ...compileCache, ...env },
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  const ended = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, ...output })));
  return { child, output, ended };
};

/** The same to its end; `input` is all of its standard input. */
export const runConcierge = (args: string[], env: Record<string, string>, input = ''): Promise<Ran> => {
  const { child, ended } = startConcierge(args, env);
  child.stdin.end(input);
  return ended;
};
