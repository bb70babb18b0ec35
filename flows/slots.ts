import type { AuthKind } from '../src/domain/auth.ts';
import type { Slots, WordSlot } from '../src/domain/conversation.ts';

export type GivenSlots = Partial<Pick<Slots, WordSlot>>;

const without = (slots: Slots, ...names: (keyof Slots)[]): Slots =>
  Object.fromEntries(Object.entries(slots).filter(([name]) => !names.includes(name as keyof Slots))) as Slots;

/**
 * Slots after new values: what depends on a changed one is dropped. Another origin drops the credential
 * (rule S5), another scheme drops credential and header.
 */
export const takeSlots = (slots: Slots, given: GivenSlots): Slots => {
  let next: Slots = { ...slots };
  if (slots.base_url && given.base_url && new URL(given.base_url).origin !== new URL(slots.base_url).origin)
    next = without(next, 'has_credential');
  if (
    given.auth_kind === 'none' ||
    (slots.auth_kind && given.auth_kind && given.auth_kind !== slots.auth_kind)
  )
    next = without(next, 'has_credential', 'auth_header');
  return { ...next, ...given };
};

/** Slots after one is taken back, with what depends on it. */
export const clearSlot = (slots: Slots, slot: WordSlot | 'credential'): Slots => {
  if (slot === 'credential') return without(slots, 'has_credential');
  if (slot === 'base_url') return without(slots, 'base_url', 'has_credential');
  if (slot === 'auth_kind') return without(slots, 'auth_kind', 'auth_header', 'has_credential');
  return without(slots, slot);
};

export const needsHeader = (slots: Slots): boolean =>
  slots.auth_kind === 'header_token' && slots.auth_header === undefined;

export const needsCredential = (slots: Slots): boolean =>
  takesCredential(slots.auth_kind) && !slots.has_credential;

export const takesCredential = (kind: AuthKind | undefined): boolean => kind !== undefined && kind !== 'none';

/** True when both hold the same values. */
export const sameSlots = (one: Slots, other: Slots | null): boolean =>
  other !== null && JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

const sorted = (slots: Slots) =>
  Object.entries(slots).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
