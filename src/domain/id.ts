import { monotonicFactory } from 'ulid';

/** Prefixes of public ids: `<prefix>_<ULID>`. */
export const idPrefixes = {
  sandbox: 'sb',
  source: 'ds',
  agent: 'ag',
  run: 'rn',
  session: 'ss',
  key: 'key',
  account: 'us',
} as const;

export type IdKind = keyof typeof idPrefixes;

const nextUlid = monotonicFactory();

/** A new id, or the one that `ulid` makes; new ones of one process sort in the order of their making. */
export const createId = (kind: IdKind, ulid = nextUlid()): string => `${idPrefixes[kind]}_${ulid}`;

/** True when `text` has the form of an id of that kind. It says nothing about existence. */
export const isId = (kind: IdKind, text: string): boolean =>
  text.startsWith(`${idPrefixes[kind]}_`) &&
  /^[0-9A-HJKMNP-TV-Z]{26}$/.test(text.slice(idPrefixes[kind].length + 1));
