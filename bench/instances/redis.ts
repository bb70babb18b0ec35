import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** A Redis of its own that writes to disk as docs/operations.md says; null where none is installed. */
export const startRedis = async (): Promise<{ url: string; stop(): Promise<void> } | null> => {
  const [port, dir] = [await freePort(), await mkdtemp(join(tmpdir(), 'concierge-bench-redis-'))];
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', ''];
  const args = [...settings, '--appendonly', 'yes', '--appendfsync', 'everysec'];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const isRunning = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) resolve(true);
    });
  });
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  return isRunning ? { url: `redis://127.0.0.1:${port}`, stop } : null;
};
