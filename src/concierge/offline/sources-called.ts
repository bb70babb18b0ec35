import type { View } from '../interpreter.ts';
import { foundIn, lookUp } from '../name-lookup.ts';

/** The sources that a name may mean, as the code that does what is asked will look it up. */
export const sourcesCalled = (said: string, sources: View['sources']): View['sources'] =>
  foundIn(
    lookUp(
      said,
      sources.map((source) => ({ ...source, names: [source.name, source.namespace] })),
    ),
  );
