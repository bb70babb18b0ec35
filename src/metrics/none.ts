import type { Metrics } from './port.ts';

const explanation = '# No figures are kept here: look at what the platform measures.\n';

/** For where a process lasts as long as a request, so that its sums would say nothing. */
export const createNoMetrics = (): Metrics => ({
  request() {},
  turn() {},
  toolCall() {},
  upstream() {},
  watch() {},
  text: async () => explanation,
});
