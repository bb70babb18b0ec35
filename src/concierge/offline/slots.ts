import type { Slots, WordSlot } from '../../domain/conversation.ts';
import type { View } from '../interpreter.ts';

/** Slot values as they were said, not yet judged. */
export type SaidSlots = Partial<Pick<Slots, WordSlot>>;

export const isEmpty = (slots: SaidSlots): boolean => Object.keys(slots).length === 0;
export const sameAsPresent = (slots: SaidSlots, view: View): boolean =>
  (Object.keys(slots) as WordSlot[]).every(
    (slot) => slots[slot]!.toLowerCase() === view.slots[slot]?.toLowerCase(),
  );
