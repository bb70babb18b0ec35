import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Process = { origin: string; stop(): Promise<void> };

/** Starts a process of Node and waits for its line `listening on …`. */
export const start = async (args: readonly string[], env: Record<string, string> = {}): Promise<Process> => {
  const child: ChildProcess = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', env.LOG_LEVEL === undefined ? 'inherit' : 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const origin = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const found = /^listening on (\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    origin,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
