/** For Node only. */
import { pino } from 'pino';
import { createApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { Metrics } from '../metrics/port.ts';
import { openNodeAdapters } from './node-adapters.ts';

/** A line is written at most 100 ms after it was said; what is held is written when the process ends. */
const lines = { fd: 2, sync: false, minLength: 4096, periodicFlush: 100 };

/** The app on this machine's own adapters, logging to standard error. Errors: those of `openNodeAdapters`. */
export const openApp = async (config: Config, metrics?: Metrics) => {
  const log = pino({ level: config.logLevel }, pino.destination(lines));
  const adapters = await openNodeAdapters(config);
  return createApp({ ...adapters, config, now: () => new Date(), log, ...(metrics && { metrics }) });
};
