import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../compile-cache.ts';

const entry = fileURLToPath(new URL('../../src/entry/node.ts', import.meta.url));

/** Starts the real entry as a process of its own, with these variables and no others of ours. */
export const startServer = (env: Record<string, string>) => {
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env.PATH, PORT: '0', ...compileCache, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const look of waiting) look();
    });
  /** The exit code, or the signal that ended it. */
  const ended = new Promise<number | string | null>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  );

  /** What `pattern` finds on standard output, as soon as it is there. Throws when the process ends before. */
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(output.stdout);
        if (found !== null) resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`It ended: ${output.stdout}${output.stderr}`)));
    });

  return { output, ended, printed, kill: (signal: NodeJS.Signals) => child.kill(signal) };
};
