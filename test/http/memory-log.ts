import type { Log } from '../../src/log.ts';

/** Keeps every line as the text that would be written. */
export const createMemoryLog = (): { log: Log; lines: string[] } => {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (fields: object, message: string): void =>
      void lines.push(JSON.stringify({ level, ...fields, message }));
  return {
    log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    lines,
  };
};
