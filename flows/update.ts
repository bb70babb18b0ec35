import { assign, setup } from 'xstate';
import type { AuthKind } from '../src/domain/auth.ts';
import type { FailureCause } from '../src/domain/health.ts';
import { takesCredential } from './slots.ts';

/** The source as it is before the change. */
export type UpdatedSource = { data_source_id: string; name: string; base_url: string; auth_kind: AuthKind };

/** What the user wants to be different. */
export type Wanted = { rotate?: true; base_url?: string };

export type UpdateContext = {
  source: UpdatedSource | null;
  wanted: Wanted;
  has_credential: boolean;
  /** What was sent instead of a credential may be one: the user is asked. */
  doubted: boolean;
  cause: FailureCause | null;
};

export type UpdateEvent =
  | { type: 'source.chosen'; source: UpdatedSource }
  | { type: 'url.given'; base_url: string }
  | { type: 'credential.given' }
  | { type: 'credential.doubted' }
  | { type: 'credential.lost' }
  | { type: 'confirmed' }
  | { type: 'denied' }
  | { type: 'cancelled' }
  | { type: 'check.passed' }
  | { type: 'check.failed'; cause: FailureCause }
  | { type: 'effect.refused' }
  | { type: 'effect.interrupted' };

type EffectParams = { source: UpdatedSource | null; base_url: string | undefined; has_credential: boolean };

const change = ({ context }: { context: UpdateContext }): EffectParams => ({
  source: context.source,
  base_url: context.wanted.base_url,
  has_credential: context.has_credential,
});

const changesOrigin = ({ source, wanted }: UpdateContext): boolean =>
  source !== null &&
  wanted.base_url !== undefined &&
  new URL(wanted.base_url).origin !== new URL(source.base_url).origin;

/** A rotation or a new URL. What can be undone at once (rename, pause, …) needs no flow. */
export const updateMachine = setup({
  types: {
    context: {} as UpdateContext,
    events: {} as UpdateEvent,
    input: {} as { source: UpdatedSource | null; wanted: Wanted },
    meta: {} as { awaiting?: string },
  },
  actions: {
    updateSource: (_, _params: EffectParams) => {},
    keepSource: assign(({ event }) => (event.type === 'source.chosen' ? { source: event.source } : {})),
    keepUrl: assign(({ context, event }) =>
      event.type === 'url.given'
        ? { wanted: { ...context.wanted, base_url: event.base_url }, has_credential: false }
        : {},
    ),
    takeCredential: assign({ has_credential: true }),
    dropCredential: assign({ has_credential: false }),
    doubtCredential: assign({ doubted: true }),
    dropDoubt: assign({ doubted: false }),
    keepCause: assign(({ event }) => (event.type === 'check.failed' ? { cause: event.cause } : {})),
  },
  guards: {
    lacksSource: ({ context }) => context.source === null,
    lacksCredential: ({ context }) =>
      !context.has_credential &&
      takesCredential(context.source?.auth_kind) &&
      (context.wanted.rotate === true || changesOrigin(context)),
    changesUrl: ({ context }) => context.wanted.base_url !== undefined,
    isDoubted: ({ context }) => context.doubted,
  },
}).createMachine({
  id: 'update',
  context: ({ input }) => ({ ...input, has_credential: false, doubted: false, cause: null }),
  initial: 'filling',
  states: {
    filling: {
      initial: 'asking',
      on: {
        'source.chosen': { target: '.asking', actions: 'keepSource' },
        'url.given': { target: '.asking', actions: 'keepUrl' },
        'credential.lost': { target: '.asking', actions: 'dropCredential' },
        cancelled: 'cancelled',
      },
      states: {
        asking: {
          always: [
            { guard: 'lacksSource', target: 'source' },
            { guard: 'lacksCredential', target: 'credential' },
            { guard: 'changesUrl', target: 'confirmation' },
            { target: '#update.updating' },
          ],
        },
        source: { meta: { awaiting: 'source' } },
        credential: {
          meta: { awaiting: 'credential' },
          exit: 'dropDoubt',
          on: {
            'credential.given': { target: 'asking', actions: 'takeCredential' },
            'credential.doubted': { actions: 'doubtCredential' },
            confirmed: { guard: 'isDoubted', target: 'asking', actions: 'takeCredential' },
            denied: { guard: 'isDoubted', actions: 'dropDoubt' },
          },
        },
        confirmation: {
          meta: { awaiting: 'confirmation' },
          on: { confirmed: '#update.updating', denied: '#update.cancelled' },
        },
      },
    },
    updating: {
      entry: { type: 'updateSource', params: change },
      on: {
        'check.passed': 'updated',
        'check.failed': { target: 'failed', actions: 'keepCause' },
        'effect.refused': 'cancelled',
        'effect.interrupted': 'cancelled',
      },
    },
    updated: { type: 'final' },
    failed: { type: 'final' },
    cancelled: { type: 'final' },
  },
});
