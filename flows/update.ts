import { doubt, nothingAsked, refusal } from './asking.ts';
import { presentSource, type UpdateContext, updateRules, wantedChange } from './update-rules.ts';

const clear = (slot: 'connection' | 'scheme' | 'header') => ({ type: 'clear' as const, params: { slot } });

/** Back from a question: to the header, the scheme or the URL that led to it; a bare rotation has none before it. */
const back = [
  { guard: 'hasHeader', target: 'asking', actions: clear('header') },
  { guard: 'changesScheme', target: 'asking', actions: clear('scheme') },
  { guard: 'changesUrl', target: 'asking', actions: clear('connection') },
] as const;

const afterCheck = {
  'check.passed': '#update.updated',
  'check.failed': { target: 'choosing', actions: ['keepChange', 'keepCause'] },
  'effect.refused': 'choosing',
  'effect.interrupted': 'choosing',
} as const;

/** A new URL, scheme, header, credential or label. What can be undone at once (pause, caps, …) needs no flow. */
export const updateMachine = updateRules.createMachine({
  id: 'update',
  context: ({ input }): UpdateContext => ({
    ...input,
    ...nothingAsked,
    has_credential: false,
    previous_url: null,
    cause: null,
  }),
  initial: 'filling',
  states: {
    filling: {
      initial: 'asking',
      on: {
        'source.chosen': { target: '.asking', actions: 'keepSource' },
        'slots.given': { target: '.asking', actions: 'takeSlots' },
        'credential.lost': { target: '.asking', actions: 'dropCredential' },
        'slot.cleared': { guard: 'dropsName', target: '.asking', actions: 'dropName' },
        'slot.refused': refusal('#update.handed_over'),
        cancelled: 'cancelled',
      },
      states: {
        asking: {
          always: [
            { guard: 'lacksSource', target: 'source' },
            { guard: 'lacksUrl', target: 'base_url' },
            { guard: 'lacksScheme', target: 'auth_kind' },
            { guard: 'lacksHeader', target: 'auth_header' },
            { guard: 'lacksName', target: 'name' },
            { guard: 'lacksCredential', target: 'credential' },
            { guard: 'changesConnection', target: 'confirmation' },
            { guard: 'changesSomething', target: '#update.updating' },
            { target: '#update.unchanged' },
          ],
        },
        source: { meta: { awaiting: 'source' } },
        base_url: { meta: { awaiting: 'base_url' } },
        auth_kind: { meta: { awaiting: 'auth_kind' } },
        auth_header: {
          meta: { awaiting: 'auth_header' },
          on: { 'went.back': { target: 'asking', actions: clear('scheme') } },
        },
        name: { meta: { awaiting: 'name' } },
        credential: {
          meta: { awaiting: 'credential' },
          exit: 'dropDoubt',
          on: {
            'credential.given': { target: 'asking', actions: 'takeCredential' },
            ...doubt,
            'went.back': [...back],
          },
        },
        confirmation: {
          meta: { awaiting: 'confirmation' },
          on: {
            confirmed: '#update.updating',
            denied: '#update.cancelled',
            'went.back': [{ guard: 'hasCredential', target: 'asking', actions: 'dropCredential' }, ...back],
          },
        },
      },
    },
    updating: {
      entry: { type: 'updateSource', params: wantedChange },
      on: {
        'check.passed': 'updated',
        'check.failed': { target: 'repair', actions: ['keepChange', 'keepCause'] },
        'effect.refused': 'cancelled',
        'effect.interrupted': 'cancelled',
      },
    },
    repair: {
      initial: 'choosing',
      on: {
        'slots.given': { target: '.asking', actions: 'takeSlots' },
        'credential.given': { guard: 'takesCredential', target: '.asking', actions: 'takeCredential' },
        'credential.lost': '.choosing',
        'slot.refused': refusal('#update.handed_over'),
        'retry.chosen': '.checking',
        'fix.chosen': [
          { guard: 'isFixOfUrl', target: '.base_url' },
          { guard: 'takesCredential', target: '.asking', actions: 'wantCredential' },
          { target: '.auth_kind' },
        ],
        cancelled: 'cancelled',
      },
      states: {
        choosing: {
          meta: { awaiting: 'repair' },
          entry: 'wantNothing',
          on: { 'source.refreshed': { actions: 'refreshSource' }, 'check.passed': '#update.updated' },
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
          on: { ...doubt, 'went.back': 'choosing' },
        },
        updating: { entry: { type: 'updateSource', params: wantedChange }, on: afterCheck },
        checking: { entry: { type: 'checkSource', params: presentSource }, on: afterCheck },
      },
    },
    updated: { type: 'final' },
    unchanged: { type: 'final' },
    handed_over: { type: 'final' },
    cancelled: { type: 'final' },
  },
});
