/** For Node only. */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LargeAnswer, ReadAnswer, ReadLargeAnswer } from './read-answer.ts';

/** What one answer may take in memory while it is read, in MiB; beyond that the thread ends, and nothing else. */
const maxMemory = 512;

export type ThreadRequest = { at: number; answer: LargeAnswer };
export type ThreadReply = { at: number; read: ReadAnswer };

const scriptUrl = new URL(`./answer-thread-main${extname(import.meta.filename)}`, import.meta.url);

/** Reads large answers in one thread beside ours, started by the first one. It does not keep the process alive. */
export const createAnswerThread = (): { read: ReadLargeAnswer; close(): Promise<void> } => {
  const waiting = new Map<number, PromiseWithResolvers<ReadAnswer>>();
  let thread: Worker | null = null;
  let last = 0;

  const end = (ended: Worker, error: unknown): void => {
    if (thread !== ended) return;
    thread = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };

  const start = (): Worker => {
    const started = new Worker(scriptUrl, { resourceLimits: { maxOldGenerationSizeMb: maxMemory } });
    started.unref();
    started.on('message', ({ at, read }: ThreadReply) => {
      waiting.get(at)?.resolve(read);
      waiting.delete(at);
    });
    started.on('error', (error) => end(started, error));
    started.on('exit', () => end(started, new Error('The thread that reads large answers ended.')));
    return started;
  };

  return {
    read: (answer) => {
      thread ??= start();
      const at = ++last;
      const reply = Promise.withResolvers<ReadAnswer>();
      waiting.set(at, reply);
      const request: ThreadRequest = { at, answer };
      thread.postMessage(request, [answer.bytes.buffer]);
      return reply.promise;
    },
    close: async () => {
      await thread?.terminate();
    },
  };
};
