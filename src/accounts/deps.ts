import type { Store } from '../store/port.ts';

export type AccountsDeps = { store: Store; now: () => Date };
