/**
 * What an open conversation holds in memory: 200 turns of the Concierge at once, each a stream that waits for a model
 * which does not answer, over loopback. Usage: node bench/sse.ts [conversations]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { start } from './gateway/processes.ts';

const conversations = Number(process.argv[2] ?? 200);
const key = `olk_${'b'.repeat(43)}`;
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
const dataDir = await mkdtemp(join(tmpdir(), 'concierge-bench-'));

let waiting = 0;
const model = createServer((_, response) => {
  waiting += 1;
  response.once('close', () => {
    waiting -= 1;
  });
});
await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));

const collecting = 'data:text/javascript,process.on("SIGUSR2", () => gc())';
const entry = join(import.meta.dirname, '..', 'src/entry/node.ts');
const ours = await start(['--expose-gc', '--import', collecting, entry], {
  PORT: '0',
  CONCIERGE_DATA_DIR: dataDir,
  CONCIERGE_API_KEY: key,
  CONCIERGE_REQUESTS_PER_SECOND: '1000000000',
  ANTHROPIC_BASE_URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}`,
  LOG_LEVEL: 'info',
});

type Memory = { kept: number; resident: number };

/** What stays after a collection, in bytes: the least of three. */
const held = async (): Promise<Memory> => {
  const looks: Memory[] = [];
  for (let look = 0; look < 3; look++) {
    ours.signal('SIGUSR2');
    await after(100);
    const text = await (await fetch(`${ours.origin}/metrics`)).text();
    const figure = (name: string): number => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
    looks.push({
      kept: figure('nodejs_heap_size_used_bytes') + figure('nodejs_external_memory_bytes'),
      resident: figure('process_resident_memory_bytes'),
    });
  }
  return looks.reduce((least, look) => (look.kept < least.kept ? look : least));
};

const listed = await fetch(`${ours.origin}/api/v1/storage/sandboxes`, { headers });
const [{ sandbox_id }] = ((await listed.json()) as { sandboxes: [{ sandbox_id: string }] }).sandboxes;

/** Opens turns that all wait for the model; `leave` ends them. */
const open = async (turns: number): Promise<{ leave: () => Promise<void> }> => {
  const gone = new AbortController();
  const streams = Array.from({ length: turns }, async () => {
    const response = await fetch(`${ours.origin}/api/v1/storage/sandboxes/${sandbox_id}/concierge/chat`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ message: '¿Quién trabaja aquí?' }),
      signal: gone.signal,
    });
    await response.body!.getReader().read();
  });
  await Promise.all(streams);
  while (waiting < turns) await after(10);
  const leave = async (): Promise<void> => {
    gone.abort();
    while (waiting > 0) await after(10);
  };
  return { leave };
};

// What is made once, however many conversations follow, is not theirs.
await (await open(10)).leave();
const before = await held();
const { leave } = await open(conversations);
const during = await held();
const still = waiting;
await leave();
const each = (bytes: number): string => `${(bytes / conversations / 1024).toFixed(1)} KiB each`;
console.log(
  `${still} conversations that wait for the model, ${each(during.kept - before.kept)} on the heap and`,
);
console.log(`outside it; the process grew by ${each(during.resident - before.resident)}`);

await ours.stop();
model.closeAllConnections();
model.close();
await rm(dataDir, { recursive: true });
