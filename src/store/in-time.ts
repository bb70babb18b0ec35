import { ConciergeError } from '../errors.ts';

const patienceMs = 800;

const unavailable = (cause: unknown): ConciergeError =>
  new ConciergeError('unavailable', 'The store cannot be read or written just now. Try again in a moment.', {
    cause,
  });

/**
 * Waits 800 ms at most for what Redis is asked. A commit that is late may still happen. Errors: `unavailable`, also
 * for whatever Redis refuses.
 */
export const inTime = async <T>(work: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('Redis did not answer in time.')), patienceMs);
  try {
    return await Promise.race([work, late.promise]);
  } catch (error) {
    throw unavailable(error);
  } finally {
    clearTimeout(timer);
  }
};
