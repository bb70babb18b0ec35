import { assign, setup } from 'xstate';
import type { GivenSlots } from './slots.ts';

export type CreateSandboxContext = { name: string | null };

export type CreateSandboxEvent =
  | { type: 'slots.given'; slots: GivenSlots }
  | { type: 'went.back' }
  | { type: 'confirmed' }
  | { type: 'denied' }
  | { type: 'cancelled' }
  | { type: 'sandbox.created' }
  | { type: 'effect.refused' }
  | { type: 'effect.interrupted' };

type EffectParams = { name: string | null };

const chosenName = ({ context }: { context: CreateSandboxContext }): EffectParams => ({ name: context.name });

/** A new sandbox: asks for its name, shows it, and creates exactly the one it named. */
export const createSandboxMachine = setup({
  types: {
    context: {} as CreateSandboxContext,
    events: {} as CreateSandboxEvent,
    input: {} as { name: string | null },
    meta: {} as { awaiting?: string },
  },
  actions: {
    createSandbox: (_, _params: EffectParams) => {},
    takeName: assign(({ context, event }) => ({
      name: (event.type === 'slots.given' ? event.slots.name : undefined) ?? context.name,
    })),
    clearName: assign({ name: null }),
  },
  guards: { knowsName: ({ context }) => context.name !== null },
}).createMachine({
  id: 'create-sandbox',
  context: ({ input }) => ({ name: input.name }),
  initial: 'asking',
  states: {
    asking: { always: [{ guard: 'knowsName', target: 'confirmation' }, { target: 'name' }] },
    name: {
      meta: { awaiting: 'name' },
      on: { 'slots.given': { target: 'asking', actions: 'takeName' }, cancelled: 'cancelled' },
    },
    confirmation: {
      meta: { awaiting: 'confirmation' },
      on: {
        'slots.given': { target: 'asking', actions: 'takeName' },
        confirmed: 'creating',
        denied: 'cancelled',
        cancelled: 'cancelled',
        'went.back': { target: 'name', actions: 'clearName' },
      },
    },
    creating: {
      entry: { type: 'createSandbox', params: chosenName },
      on: {
        'sandbox.created': 'created',
        'effect.refused': { target: 'name', actions: 'clearName' },
        'effect.interrupted': 'confirmation',
      },
    },
    created: { type: 'final' },
    cancelled: { type: 'final' },
  },
});
