/** For Node only: what the thread of `answer-thread.ts` runs. */
import { parentPort } from 'node:worker_threads';
import type { ThreadReply, ThreadRequest } from './answer-thread.ts';
import { type ReadAnswer, readAnswer } from './read-answer.ts';

/** Moved to the other thread, not copied. */
const buffersOf = (read: ReadAnswer): ArrayBuffer[] =>
  read.kind === 'result'
    ? Object.values(read.parts).flatMap((part) => (part instanceof Uint8Array ? [part.buffer] : []))
    : [];

parentPort?.on('message', ({ at, answer }: ThreadRequest) => {
  const read = readAnswer(answer);
  const reply: ThreadReply = { at, read };
  parentPort?.postMessage(reply, buffersOf(read));
});
