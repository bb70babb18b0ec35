import { assign, setup } from 'xstate';
import type { AuthKind } from '../src/domain/auth.ts';
import type { FailureCause } from '../src/domain/health.ts';
import { type Asking, countedRefusal, isDoubted, refusedOften } from './asking.ts';
import { type GivenSlots, takesCredential } from './slots.ts';

/** The source as it is before the change. */
export type UpdatedSource = {
  data_source_id: string;
  name: string;
  base_url: string;
  auth_kind: AuthKind;
  auth_header: string | null;
};

/** What the user wants to be different. */
export type Wanted = {
  rotate?: true;
  base_url?: string;
  auth_kind?: AuthKind;
  auth_header?: string;
  name?: string;
};

/** What is to change although its new value was not said yet. */
export type Asked = 'base_url' | 'auth_kind' | 'auth_header' | 'name';

export type UpdateInput = { source: UpdatedSource | null; wanted: Wanted; asks: Asked | null };

export type UpdateContext = UpdateInput &
  Asking & {
    has_credential: boolean;
    /** The address before the change whose check failed, if it was another. */
    previous_url: string | null;
    cause: FailureCause | null;
  };

export type UpdateEvent =
  | { type: 'source.chosen'; source: UpdatedSource }
  | { type: 'slots.given'; slots: GivenSlots }
  | { type: 'slot.refused' }
  | { type: 'slot.cleared'; slot: string }
  | { type: 'credential.given' }
  | { type: 'credential.doubted' }
  | { type: 'credential.lost' }
  | { type: 'went.back' }
  | { type: 'confirmed' }
  | { type: 'denied' }
  | { type: 'cancelled' }
  | { type: 'source.refreshed'; source: UpdatedSource }
  | { type: 'retry.chosen' }
  | { type: 'fix.chosen'; slot: 'base_url' | 'credential' }
  | { type: 'check.passed' }
  | { type: 'check.failed'; cause: FailureCause }
  | { type: 'effect.refused' }
  | { type: 'effect.interrupted' };

type CheckParams = { source: UpdatedSource | null };
export type UpdateParams = { source: UpdatedSource | null; wanted: Wanted };

const kindAfter = ({ source, wanted }: UpdateContext): AuthKind | undefined =>
  wanted.auth_kind ?? source?.auth_kind;

const originOf = (url: string): string => new URL(url).origin;

/** True when a credential that was given so far must not go to what is wanted now (rule S5). */
const goesElsewhere = (before: UpdateContext, after: UpdateContext): boolean => {
  const [was, is] = [before, after].map(({ source, wanted }) => wanted.base_url ?? source?.base_url);
  return kindAfter(before) !== kindAfter(after) || (!!was && !!is && originOf(was) !== originOf(is));
};

const changesOrigin = ({ source, wanted }: UpdateContext): boolean =>
  source !== null && wanted.base_url !== undefined && originOf(wanted.base_url) !== originOf(source.base_url);

const changesKind = ({ source, wanted }: UpdateContext): boolean =>
  wanted.auth_kind !== undefined && wanted.auth_kind !== source?.auth_kind;

/** The wanted slots after new ones: another scheme than the custom header has no header. */
const wantedAfter = (wanted: Wanted, { sandbox: _, ...given }: GivenSlots): Wanted => {
  const { auth_header, ...others } = { ...wanted, ...given };
  const keeps = others.auth_kind === undefined || others.auth_kind === 'header_token';
  return { ...others, ...(keeps && auth_header !== undefined && { auth_header }) };
};

/** The source as a change that was made left it: its check failed, so what is wanted next is not known yet. */
const afterChange = ({ source, wanted, previous_url }: UpdateContext) => {
  const { rotate: _, ...made } = wanted;
  const changed = source && { ...source, ...made };
  const hasMoved = source !== null && changed?.base_url !== source.base_url;
  return {
    source: changed,
    wanted: {},
    asks: null,
    has_credential: false,
    previous_url: previous_url ?? (hasMoved ? source.base_url : null),
  };
};

const without = (wanted: Wanted, ...slots: (keyof Wanted)[]): Wanted =>
  Object.fromEntries(Object.entries(wanted).filter(([slot]) => !slots.includes(slot as keyof Wanted)));

/** The named guards and actions of the update chart. */
export const updateRules = setup({
  types: {
    context: {} as UpdateContext,
    events: {} as UpdateEvent,
    input: {} as UpdateInput,
    meta: {} as { awaiting?: string },
  },
  actions: {
    updateSource: (_, _params: UpdateParams) => {},
    checkSource: (_, _params: CheckParams) => {},
    keepSource: assign(({ context, event }) => {
      if (event.type !== 'source.chosen') return {};
      const kept = context.has_credential && !goesElsewhere(context, { ...context, source: event.source });
      return { source: event.source, has_credential: kept };
    }),
    takeSlots: assign(({ context, event }) => {
      if (event.type !== 'slots.given') return {};
      const wanted = wantedAfter(context.wanted, event.slots);
      const kept = context.has_credential && !goesElsewhere(context, { ...context, wanted });
      return { wanted, has_credential: kept, refusals: 0 };
    }),
    clear: assign(({ context }, { slot }: { slot: 'connection' | 'scheme' | 'header' }) => {
      if (slot === 'header')
        return { wanted: without(context.wanted, 'auth_header'), asks: 'auth_header' as const };
      if (slot === 'scheme')
        return { wanted: without(context.wanted, 'auth_kind', 'auth_header'), asks: 'auth_kind' as const };
      return { wanted: without(context.wanted, 'base_url'), asks: 'base_url' as const };
    }),
    /** The label stays after all; what else changes does too. */
    dropName: assign(({ context }) => ({ wanted: without(context.wanted, 'name') })),
    takeCredential: assign({ has_credential: true, refusals: 0 }),
    dropCredential: assign({ has_credential: false }),
    doubtCredential: assign({ doubted: true }),
    dropDoubt: assign({ doubted: false }),
    countRefusal: assign(({ context }) => countedRefusal(context)),
    keepCause: assign(({ event }) => (event.type === 'check.failed' ? { cause: event.cause } : {})),
    refreshSource: assign(({ event }) => (event.type === 'source.refreshed' ? { source: event.source } : {})),
    keepChange: assign(({ context }) => afterChange(context)),
    wantNothing: assign({ wanted: {}, has_credential: false }),
    wantCredential: assign(({ context }) => ({ wanted: { ...context.wanted, rotate: true as const } })),
  },
  guards: {
    lacksSource: ({ context }) => context.source === null,
    lacksUrl: ({ context }) => context.asks === 'base_url' && context.wanted.base_url === undefined,
    lacksScheme: ({ context }) => context.asks === 'auth_kind' && context.wanted.auth_kind === undefined,
    lacksHeader: ({ context }) =>
      kindAfter(context) === 'header_token' &&
      context.wanted.auth_header === undefined &&
      (context.asks === 'auth_header' || context.source?.auth_header == null),
    lacksName: ({ context }) => context.asks === 'name' && context.wanted.name === undefined,
    lacksCredential: ({ context }) =>
      !context.has_credential &&
      takesCredential(kindAfter(context)) &&
      (context.wanted.rotate === true || changesOrigin(context) || changesKind(context)),
    changesConnection: ({ context: { wanted } }) =>
      wanted.base_url !== undefined || wanted.auth_kind !== undefined || wanted.auth_header !== undefined,
    changesSomething: ({ context }) => context.has_credential || context.wanted.name !== undefined,
    changesUrl: ({ context }) => context.wanted.base_url !== undefined,
    changesScheme: ({ context }) => context.wanted.auth_kind !== undefined,
    takesCredential: ({ context }) => takesCredential(kindAfter(context)),
    dropsName: ({ context, event }) =>
      event.type === 'slot.cleared' && event.slot === 'name' && context.wanted.name !== undefined,
    isFixOfUrl: ({ event }) => event.type === 'fix.chosen' && event.slot === 'base_url',
    hasHeader: ({ context }) => context.wanted.auth_header !== undefined,
    hasCredential: ({ context }) => context.has_credential,
    isDoubted,
    refusedOften,
  },
});

/** What an update runs: everything that is wanted; the credential travels by itself. */
export const wantedChange = ({ context }: { context: UpdateContext }): UpdateParams => ({
  source: context.source,
  wanted: context.wanted,
});

export const presentSource = ({ context }: { context: UpdateContext }): CheckParams => ({
  source: context.source,
});
