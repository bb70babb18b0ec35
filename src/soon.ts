/** For Node only. */

type Schedule = (work: () => void) => void;

/**
 * Puts work off until `schedule` gives it its turn, and then does all of it at one go: what is done again and again is
 * done in half the time while the processor still knows it.
 */
export const createSoon = (schedule: Schedule = setImmediate) => {
  let waiting: (() => void)[] = [];

  const now = (): void => {
    const all = waiting;
    waiting = [];
    for (const work of all) work();
  };

  return {
    /** What it does must not throw. */
    soon(work: () => void): void {
      if (waiting.push(work) === 1) schedule(now);
    },
    now,
  };
};

/**
 * Requests, and answers of users' servers. Those that one turn of the event loop brought are worked on together as soon
 * as all of them are there: each step for all of them before the next step, and with one glance at the store.
 */
export const arrivals = createSoon();
