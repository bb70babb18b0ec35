import type { Config } from '../config.ts';
import type { Log } from '../log.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;

/** Lines of JSON by the runtime's console, which Workers collect; `level` is the lowest that is written. */
export const createConsoleLog = (level: Config['logLevel']): Log => {
  const lowest = level === 'silent' ? levels.length : levels.indexOf(level);
  const write = (own: (typeof levels)[number]): Log['info'] =>
    levels.indexOf(own) < lowest
      ? () => undefined
      : (fields, message) =>
          console[own](JSON.stringify({ level: own, time: Date.now(), ...fields, msg: message }));
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
};
