import { conflict } from '../errors.ts';
import { StaleVersionError } from './port.ts';

const maxAttempts = 100;

/**
 * Runs `attempt`, which reads and commits, again from its reading on while others win the race.
 * Throws `conflict` when they never stop.
 */
export const untilFresh = async <T>(attempt: () => Promise<T>): Promise<T> => {
  for (let left = maxAttempts; left > 0; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StaleVersionError)) throw error;
    }
  }
  throw conflict('Others are changing the same thing right now; try again.');
};
