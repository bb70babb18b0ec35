import { ConciergeError } from '../errors.ts';

/** What stops a start or a command is told in words; only a fault of ours shows where it happened. */
export const explain = (error: unknown): string => {
  if (error instanceof ConciergeError) return error.message;
  if (error instanceof Error) return 'code' in error ? error.message : (error.stack ?? error.message);
  return String(error);
};
