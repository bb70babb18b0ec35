import type { Bindings } from '../../src/entry/worker-config.ts';
import { createWorker, type WorkerContext, type WorkerHandler } from '../../src/entry/worker-handler.ts';
import { createMemoryLog } from '../http/memory-log.ts';
import { answerProbe } from './egress-probe.ts';
import { linesHeader, probePath, settingHeader, urlHeader } from './headers.ts';

type Tested = { worker: WorkerHandler; bindings: Record<string, string>; lines: string[] };

const tested = new Map<string, Tested>();

/** One Worker for each setting, all in this isolate, as if each had one of its own. */
const testedWith = (setting: string): Tested => {
  const known = tested.get(setting);
  if (known !== undefined) return known;
  const { log, lines } = createMemoryLog();
  const made = { worker: createWorker(() => log), bindings: JSON.parse(atob(setting)), lines };
  tested.set(setting, made);
  return made;
};

/** The request as its sender meant it: the address it named, and no header of the tests. */
const meant = (request: Request): Request => {
  const plain = new Request(request.headers.get(urlHeader) ?? request.url, request);
  for (const name of [settingHeader, urlHeader, linesHeader]) plain.headers.delete(name);
  return plain;
};

export default {
  fetch: async (request: Request, { ASSETS }: Bindings, context: WorkerContext): Promise<Response> => {
    const setting = request.headers.get(settingHeader);
    if (new URL(request.url).pathname === probePath) return answerProbe(request);
    if (setting === null) return new Response('ready');
    const { worker, bindings, lines } = testedWith(setting);
    if (request.headers.has(linesHeader)) return Response.json(lines.splice(0));
    return worker.fetch(meant(request), { ...bindings, ...(ASSETS && { ASSETS }) }, context);
  },
};
