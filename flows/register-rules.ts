import { assign, setup } from 'xstate';
import type { AuthKind } from '../src/domain/auth.ts';
import type { Slots, WordSlot } from '../src/domain/conversation.ts';
import type { FailureCause } from '../src/domain/health.ts';
import { type Asking, countedRefusal, isDoubted, refusedOften } from './asking.ts';
import {
  clearSlot,
  type GivenSlots,
  needsCredential,
  needsHeader,
  sameSlots,
  takeSlots,
  takesCredential,
} from './slots.ts';

type FillableSlot = WordSlot | 'credential';

export type RegisterContext = Asking & {
  slots: Slots;
  /** Exactly what the open confirmation shows; only this is ever registered. */
  shown: Slots | null;
  /** False when the account has one sandbox only. */
  asks_sandbox: boolean;
  /** Why the last check failed. */
  cause: FailureCause | null;
  /** The label that was given before the question for it was gone back to. */
  former_name?: string | undefined;
};

export type RegisterInput = { slots: GivenSlots; asks_sandbox: boolean };

/** What happened, as the turn reports it to the machine. */
export type RegisterEvent =
  | { type: 'slots.given'; slots: GivenSlots }
  | { type: 'slot.refused' }
  | { type: 'slot.cleared'; slot: FillableSlot }
  | { type: 'credential.given' }
  | { type: 'credential.doubted' }
  | { type: 'credential.lost' }
  | { type: 'went.back' }
  | { type: 'confirmed' }
  | { type: 'denied' }
  | { type: 'cancelled' }
  | { type: 'retry.chosen' }
  | { type: 'fix.chosen'; slot: 'base_url' | 'credential' }
  | { type: 'discard.chosen' }
  | { type: 'source.kept'; source: string }
  | { type: 'source.refreshed'; source: SourceNow }
  | { type: 'check.passed' }
  | { type: 'check.failed'; cause: FailureCause }
  | { type: 'source.discarded' }
  | { type: 'effect.refused'; slot: FillableSlot | null }
  | { type: 'effect.interrupted' };

/** A registered source as it is by now. */
type SourceNow = { name: string; base_url: string; auth_kind: AuthKind; auth_header: string | null };

/** The slots of a registered source, and what was said since that it does not have: its sandbox. */
const slotsNow = (slots: Slots, { name, base_url, auth_kind, auth_header }: SourceNow): Slots => {
  const { auth_header: _, has_credential: __, ...others } = slots;
  return {
    ...others,
    name,
    base_url,
    auth_kind,
    ...(auth_header !== null && { auth_header }),
    ...(takesCredential(auth_kind) && { has_credential: true as const }),
  };
};

type EffectParams = { slots: Slots };

/** The named guards and actions of the registration chart. Effects do nothing here: the turn runs them. */
export const registerRules = setup({
  types: {
    context: {} as RegisterContext,
    events: {} as RegisterEvent,
    input: {} as RegisterInput,
    meta: {} as { awaiting?: string; optional?: boolean },
  },
  actions: {
    registerSource: (_, _params: EffectParams) => {},
    updateSource: (_, _params: EffectParams) => {},
    checkSource: (_, _params: EffectParams) => {},
    discardSource: (_, _params: EffectParams) => {},
    takeSlots: assign(({ context, event }) =>
      event.type === 'slots.given' ? { slots: takeSlots(context.slots, event.slots), refusals: 0 } : {},
    ),
    clear: assign(({ context }, { slot }: { slot: FillableSlot }) => ({
      slots: clearSlot(context.slots, slot),
      ...(slot === 'name' && { former_name: context.slots.name }),
    })),
    clearNamedSlot: assign(({ context, event }) =>
      (event.type === 'slot.cleared' || event.type === 'effect.refused') && event.slot
        ? { slots: clearSlot(context.slots, event.slot) }
        : {},
    ),
    takeCredential: assign(({ context }) => ({
      slots: { ...context.slots, has_credential: true as const },
      refusals: 0,
    })),
    doubtCredential: assign({ doubted: true }),
    dropDoubt: assign({ doubted: false }),
    keepSource: assign(({ context, event }) =>
      event.type === 'source.kept' ? { slots: { ...context.slots, source: event.source } } : {},
    ),
    refreshSource: assign(({ context, event }) =>
      event.type === 'source.refreshed' ? { slots: slotsNow(context.slots, event.source) } : {},
    ),
    keepCause: assign(({ event }) => (event.type === 'check.failed' ? { cause: event.cause } : {})),
    countRefusal: assign(({ context }) => countedRefusal(context)),
    showSlots: assign(({ context }) => ({ shown: { ...context.slots } })),
    forgetShown: assign({ shown: null }),
  },
  guards: {
    lacksUrl: ({ context }) => context.slots.base_url === undefined,
    lacksAuthKind: ({ context }) => context.slots.auth_kind === undefined,
    lacksHeader: ({ context }) => needsHeader(context.slots),
    lacksCredential: ({ context }) => needsCredential(context.slots),
    lacksName: ({ context }) => context.slots.name === undefined,
    lacksSandbox: ({ context }) => context.slots.sandbox === undefined,
    takesCredential: ({ context }) => takesCredential(context.slots.auth_kind),
    /** A credential may come before the scheme is known. */
    mayHoldCredential: ({ context }) => context.slots.auth_kind !== 'none',
    hasHeader: ({ context }) => context.slots.auth_header !== undefined,
    asksSandbox: ({ context }) => context.asks_sandbox,
    isDoubted,
    isFixOfUrl: ({ event }) => event.type === 'fix.chosen' && event.slot === 'base_url',
    refusedOften,
    showsPresentSlots: ({ context }) => sameSlots(context.slots, context.shown),
  },
});

/** What a confirmation runs: the slots that it showed. */
export const shownSlots = ({ context }: { context: RegisterContext }): EffectParams => ({
  slots: context.shown ?? {},
});

/** What a repair runs: the slots as they are now. */
export const presentSlots = ({ context }: { context: RegisterContext }): EffectParams => ({
  slots: context.slots,
});
