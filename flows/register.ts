import { doubt, nothingAsked, refusal } from './asking.ts';
import { presentSlots, registerRules, shownSlots } from './register-rules.ts';
import { takeSlots } from './slots.ts';

const clear = <S extends string>(slot: S) => ({ type: 'clear' as const, params: { slot } });

const afterCheck = {
  'check.passed': '#register.registered',
  'check.failed': { target: 'choosing', actions: 'keepCause' },
  'effect.refused': 'choosing',
  'effect.interrupted': 'choosing',
} as const;

/** Registration: asks for what is missing, shows it, registers exactly what it showed, repairs a failed check. */
export const registerMachine = registerRules.createMachine({
  id: 'register',
  context: ({ input }) => ({
    slots: takeSlots({}, input.slots),
    shown: null,
    asks_sandbox: input.asks_sandbox,
    ...nothingAsked,
    cause: null,
  }),
  initial: 'filling',
  states: {
    filling: {
      initial: 'asking',
      on: {
        'slots.given': { target: '.asking', actions: 'takeSlots' },
        'slot.cleared': { target: '.asking', actions: 'clearNamedSlot' },
        'credential.given': { guard: 'mayHoldCredential', target: '.asking', actions: 'takeCredential' },
        'credential.lost': { target: '.asking', actions: clear('credential') },
        'slot.refused': refusal('#register.handed_over'),
        cancelled: 'cancelled',
      },
      states: {
        asking: {
          entry: 'forgetShown',
          always: [
            { guard: 'lacksUrl', target: 'base_url' },
            { guard: 'lacksAuthKind', target: 'auth_kind' },
            { guard: 'lacksHeader', target: 'auth_header' },
            { guard: 'lacksCredential', target: 'credential' },
            { guard: 'lacksName', target: 'name' },
            { guard: 'lacksSandbox', target: 'sandbox' },
            { target: 'confirmation' },
          ],
        },
        base_url: { meta: { awaiting: 'base_url' } },
        auth_kind: {
          meta: { awaiting: 'auth_kind' },
          on: { 'went.back': { target: 'asking', actions: clear('base_url') } },
        },
        auth_header: {
          meta: { awaiting: 'auth_header' },
          on: { 'went.back': { target: 'asking', actions: clear('auth_kind') } },
        },
        credential: {
          meta: { awaiting: 'credential' },
          exit: 'dropDoubt',
          on: {
            ...doubt,
            'went.back': [
              { guard: 'hasHeader', target: 'asking', actions: clear('auth_header') },
              { target: 'asking', actions: clear('auth_kind') },
            ],
          },
        },
        name: {
          meta: { awaiting: 'name', optional: true },
          on: {
            'went.back': [
              { guard: 'takesCredential', target: 'asking', actions: clear('credential') },
              { target: 'asking', actions: clear('auth_kind') },
            ],
          },
        },
        sandbox: {
          meta: { awaiting: 'sandbox', optional: true },
          on: { 'went.back': { target: 'asking', actions: clear('name') } },
        },
        confirmation: {
          meta: { awaiting: 'confirmation' },
          entry: 'showSlots',
          on: {
            confirmed: { guard: 'showsPresentSlots', target: '#register.registering' },
            'went.back': [
              { guard: 'asksSandbox', target: 'asking', actions: clear('sandbox') },
              { target: 'asking', actions: clear('name') },
            ],
          },
        },
      },
    },
    registering: {
      entry: { type: 'registerSource', params: shownSlots },
      on: {
        'source.kept': { actions: 'keepSource' },
        'check.passed': 'registered',
        'check.failed': { target: 'repair', actions: 'keepCause' },
        'effect.refused': { target: 'filling', actions: 'clearNamedSlot' },
        'effect.interrupted': 'filling',
      },
    },
    repair: {
      initial: 'choosing',
      on: {
        'slots.given': { target: '.asking', actions: 'takeSlots' },
        'credential.given': { guard: 'mayHoldCredential', target: '.asking', actions: 'takeCredential' },
        'credential.lost': '.choosing',
        'slot.refused': refusal('#register.handed_over'),
        'retry.chosen': '.checking',
        'discard.chosen': '.discarding',
        'fix.chosen': [
          { guard: 'isFixOfUrl', target: '.base_url' },
          { guard: 'takesCredential', target: '.credential' },
          { target: '.auth_kind' },
        ],
        cancelled: 'cancelled',
      },
      states: {
        choosing: {
          meta: { awaiting: 'repair' },
          on: { 'source.refreshed': { actions: 'refreshSource' }, 'check.passed': '#register.registered' },
        },
        asking: {
          always: [
            { guard: 'lacksHeader', target: 'auth_header' },
            { guard: 'lacksCredential', target: 'credential' },
            { target: 'updating' },
          ],
        },
        base_url: { meta: { awaiting: 'base_url' }, on: { 'went.back': 'choosing' } },
        auth_kind: { meta: { awaiting: 'auth_kind' }, on: { 'went.back': 'choosing' } },
        auth_header: { meta: { awaiting: 'auth_header' }, on: { 'went.back': 'choosing' } },
        credential: {
          meta: { awaiting: 'credential' },
          exit: 'dropDoubt',
          on: {
            ...doubt,
            'went.back': 'choosing',
          },
        },
        updating: { entry: { type: 'updateSource', params: presentSlots }, on: afterCheck },
        checking: { entry: { type: 'checkSource', params: presentSlots }, on: afterCheck },
        discarding: {
          entry: { type: 'discardSource', params: presentSlots },
          on: {
            'source.discarded': '#register.discarded',
            'effect.refused': 'choosing',
            'effect.interrupted': 'choosing',
          },
        },
      },
    },
    registered: { type: 'final' },
    discarded: { type: 'final' },
    handed_over: { type: 'final' },
    cancelled: { type: 'final' },
  },
});
