/** For Node only. */
import { pino } from 'pino';
import { createApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { Metrics } from '../metrics/port.ts';
import { openNodeAdapters } from './node-adapters.ts';

/** The app on this machine's own adapters, logging to standard error. Errors: those of `openNodeAdapters`. */
export const openApp = async (config: Config, metrics?: Metrics) => {
  const log = pino({ level: config.logLevel }, pino.destination({ fd: 2, sync: true }));
  const adapters = await openNodeAdapters(config);
  return {
    app: createApp({ ...adapters, config, now: () => new Date(), log, ...(metrics && { metrics }) }),
    log,
  };
};
