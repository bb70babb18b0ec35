import { assign, setup } from 'xstate';

/** As it was shown. */
export type NamedSource = { data_source_id: string; name: string; base_url?: string };

export type RevokeContext = {
  source: NamedSource | null;
  /** Which sources the user may have meant; empty means any. */
  candidates: string[];
};

export type RevokeEvent =
  | { type: 'source.chosen'; source: NamedSource }
  | { type: 'went.back' }
  | { type: 'confirmed' }
  | { type: 'denied' }
  | { type: 'cancelled' }
  | { type: 'source.revoked' }
  | { type: 'effect.refused' }
  | { type: 'effect.interrupted' };

type EffectParams = { source: NamedSource | null };

const chosenSource = ({ context }: { context: RevokeContext }): EffectParams => ({ source: context.source });

/** Revocation: names the source, asks, and revokes exactly the one it named. */
export const revokeMachine = setup({
  types: {
    context: {} as RevokeContext,
    events: {} as RevokeEvent,
    input: {} as { source: NamedSource | null; candidates: string[] },
    meta: {} as { awaiting?: string },
  },
  actions: {
    revokeSource: (_, _params: EffectParams) => {},
    keepSource: assign(({ event }) => (event.type === 'source.chosen' ? { source: event.source } : {})),
    clearSource: assign({ source: null, candidates: [] }),
  },
  guards: { knowsSource: ({ context }) => context.source !== null },
}).createMachine({
  id: 'revoke',
  context: ({ input }) => ({ source: input.source, candidates: input.candidates }),
  initial: 'asking',
  states: {
    asking: { always: [{ guard: 'knowsSource', target: 'confirmation' }, { target: 'source' }] },
    source: {
      meta: { awaiting: 'source' },
      on: { 'source.chosen': { target: 'confirmation', actions: 'keepSource' }, cancelled: 'cancelled' },
    },
    confirmation: {
      meta: { awaiting: 'confirmation' },
      on: {
        'source.chosen': { target: 'confirmation', reenter: true, actions: 'keepSource' },
        confirmed: 'revoking',
        denied: 'cancelled',
        cancelled: 'cancelled',
        'went.back': { target: 'source', actions: 'clearSource' },
      },
    },
    revoking: {
      entry: { type: 'revokeSource', params: chosenSource },
      on: {
        'source.revoked': 'revoked',
        'effect.refused': 'cancelled',
        'effect.interrupted': 'confirmation',
      },
    },
    revoked: { type: 'final' },
    cancelled: { type: 'final' },
  },
});
