/** For Node only. */

/**
 * Does what need not hold up an answer as soon as this turn of the event loop is over, all of it at one go: work that is
 * done again and again is done in half the time while the processor still knows it.
 */
export const createSoon = () => {
  let waiting: (() => void)[] = [];

  const now = (): void => {
    const all = waiting;
    waiting = [];
    for (const work of all) work();
  };

  return {
    /** What it does must not throw. */
    soon(work: () => void): void {
      if (waiting.push(work) === 1) setImmediate(now);
    },
    now,
  };
};
