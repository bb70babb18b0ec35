/** For Node only. */
import { pino } from 'pino';
import { createApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { Metrics } from '../metrics/port.ts';
import { openNodeAdapters } from './node-adapters.ts';

/**
 * A line is written at most 100 ms after it was said; what is held is written when the process ends. Held as bytes: one
 * text that grows would be copied with every line.
 */
const held = { fd: 2, sync: false, minLength: 16_000, periodicFlush: 100, contentMode: 'buffer' } as const;

/** The app on this machine's own adapters, logging to standard error. Errors: those of `openNodeAdapters`. */
export const openApp = async (config: Config, metrics?: Metrics) => {
  const lines = pino.destination(held);
  // Its types know texts only.
  const write = (line: string): boolean => lines.write(Buffer.from(line) as unknown as string);
  const log = pino({ level: config.logLevel }, { write });
  const adapters = await openNodeAdapters(config);
  return createApp({ ...adapters, config, now: () => new Date(), log, ...(metrics && { metrics }) });
};
