import { ConciergeError } from '../errors.ts';

export const patienceMs = 800;

const unavailable = (cause: unknown): ConciergeError =>
  new ConciergeError('unavailable', 'The store cannot be read or written just now. Try again in a moment.', {
    cause,
  });

/**
 * Waits so long, 800 ms by default, for what Redis is asked. A commit that is late may still happen.
 * Errors: `unavailable`, also for whatever Redis refuses.
 */
export const inTime = async <T>(work: Promise<T>, withinMs: number = patienceMs): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('Redis did not answer in time.')), withinMs);
  try {
    return await Promise.race([work, late.promise]);
  } catch (error) {
    throw unavailable(error);
  } finally {
    clearTimeout(timer);
  }
};
