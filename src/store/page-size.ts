import type { ListOptions } from './port.ts';

const maxPage = 1000;

/** How many entries a page may have. */
export const pageSize = (options: ListOptions): number =>
  Math.min(maxPage, Math.max(1, Math.trunc(options.limit ?? maxPage)));
