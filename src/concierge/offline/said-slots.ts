import type { Slots, WordSlot } from '../../domain/conversation.ts';

/** Slot values as they were said, not yet judged. */
export type SaidSlots = Partial<Pick<Slots, WordSlot>>;
