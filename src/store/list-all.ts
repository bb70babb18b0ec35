import type { Entry, Store } from './port.ts';

/** Every entry whose key begins with `prefix`, page after page: for kinds whose number is bounded. */
export const listAll = async <T>(store: Store, prefix: string): Promise<Entry<T>[]> => {
  const entries: Entry<T>[] = [];
  let after: string | null = null;
  do {
    const page: { entries: Entry<T>[]; cursor: string | null } = await store.list<T>(
      prefix,
      after === null ? {} : { after },
    );
    entries.push(...page.entries);
    after = page.cursor;
  } while (after !== null);
  return entries;
};
