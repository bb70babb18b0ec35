import type { KnownAssembly } from './assemblies.ts';
import type { KeptLists } from './tool-lists.ts';

/** What a catalog remembers: data only, no promise and no connection, so that one may leave it to the next. */
export type KeptCatalog = {
  lists: KeptLists;
  /** By sandbox. */
  assemblies: Map<string, KnownAssembly>;
  /** When each failed source was last checked again, in ms since the epoch. */
  checkedAt: Map<string, number>;
};

export const createKeptCatalog = (): KeptCatalog => ({
  lists: new Map(),
  assemblies: new Map(),
  checkedAt: new Map(),
});
