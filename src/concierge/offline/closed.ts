import type { View } from '../interpreter.ts';

/** The same conversation with nothing open: what a message comes to by itself. */
export const closed = (view: View): View => ({
  ...view,
  flow: null,
  awaiting: null,
  secret_input: false,
  options: [],
  slots: {},
});
