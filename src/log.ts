import { ConciergeError } from './errors.ts';

/** Where log lines go: one object and one short sentence each, never a payload or a secret. */
export interface Log {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** A log that keeps nothing. */
export const createSilentLog = (): Log => ({
  debug() {},
  info() {},
  warn() {},
  error() {},
});

type LoggedFailure = {
  name: string;
  message?: string;
  code?: string;
  frames: string[];
  cause?: LoggedFailure;
};

const maxCauses = 4;

/**
 * An error as a log may show it. The message of an error that is not ours is left out: a runtime's own words
 * repeat what they were given, such as a header's value.
 */
export const loggedFailure = (error: unknown, depth = 0): LoggedFailure => {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] };
  const code: unknown = error instanceof ConciergeError ? error.code : Reflect.get(error, 'code');
  return {
    name: error.name,
    ...(error instanceof ConciergeError ? { message: error.message } : {}),
    ...(typeof code === 'string' ? { code } : {}),
    frames: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim()),
    ...(error.cause === undefined || depth === maxCauses
      ? {}
      : { cause: loggedFailure(error.cause, depth + 1) }),
  };
};
