import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export type Process = {
  origin: string;
  /** Processor time used so far, in ms; null where the system does not tell. */
  cpuMs(): number | null;
  signal(name: NodeJS.Signals): void;
  stop(): Promise<void>;
};

const ticksPerSecond = 100;

const cpuMs = (pid: number): number | null => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000;
  } catch {
    // Only Linux tells.
    return null;
  }
};

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
    cpuMs: () => cpuMs(child.pid!),
    signal: (name) => void child.kill(name),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
