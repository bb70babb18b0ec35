import { describe, expect, it } from 'vitest';
import { askKey } from '../../src/concierge/ask.ts';
import {
  type Flow,
  type FlowEvent,
  flowAwaiting,
  startFlow,
  statePath,
  stepFlow,
} from '../../src/concierge/flow.ts';
import { prompts } from '../../src/concierge/prompts.gen.ts';
import { explore } from './explore.ts';

type RegisterFlow = Extract<Flow, { name: 'register' }>;
const slotsOf = (flow: Flow | undefined) => (flow as RegisterFlow | undefined)?.context.slots;

const source = {
  data_source_id: 'ds_1',
  name: 'Docs',
  base_url: 'https://a.test/mcp',
  auth_kind: 'bearer' as const,
  auth_header: null,
};

const registerEvents: FlowEvent[] = [
  { type: 'slots.given', slots: { base_url: 'https://a.test/mcp' } },
  { type: 'slots.given', slots: { base_url: 'https://b.test/mcp' } },
  { type: 'slots.given', slots: { auth_kind: 'none' } },
  { type: 'slots.given', slots: { auth_kind: 'bearer' } },
  { type: 'slots.given', slots: { auth_kind: 'header_token', auth_header: 'X-Api-Key' } },
  { type: 'slots.given', slots: { name: 'Docs' } },
  { type: 'slots.given', slots: { sandbox: 'prod' } },
  { type: 'slot.cleared', slot: 'base_url' },
  { type: 'credential.given' },
  { type: 'credential.doubted' },
  { type: 'credential.lost' },
  { type: 'went.back' },
  { type: 'confirmed' },
  { type: 'denied' },
  { type: 'cancelled' },
  { type: 'retry.chosen' },
  { type: 'fix.chosen', slot: 'base_url' },
  { type: 'fix.chosen', slot: 'credential' },
  { type: 'discard.chosen' },
  { type: 'source.kept', source: 'ds_1' },
  { type: 'check.passed' },
  { type: 'check.failed', cause: 'unauthorized' },
  { type: 'source.discarded' },
  { type: 'effect.refused', slot: 'name' },
  { type: 'effect.interrupted' },
];
const revokeEvents: FlowEvent[] = [
  { type: 'source.chosen', source },
  { type: 'went.back' },
  { type: 'confirmed' },
  { type: 'denied' },
  { type: 'cancelled' },
  { type: 'source.revoked' },
  { type: 'effect.interrupted' },
];
const updateEvents: FlowEvent[] = [
  { type: 'source.chosen', source },
  { type: 'slots.given', slots: { base_url: 'https://a.test/v2' } },
  { type: 'slots.given', slots: { base_url: 'https://b.test/mcp' } },
  { type: 'slots.given', slots: { auth_kind: 'none' } },
  { type: 'slots.given', slots: { auth_kind: 'header_token', auth_header: 'X-Api-Key' } },
  { type: 'slots.given', slots: { name: 'Wiki' } },
  { type: 'went.back' },
  { type: 'credential.given' },
  { type: 'credential.doubted' },
  { type: 'credential.lost' },
  { type: 'confirmed' },
  { type: 'denied' },
  { type: 'cancelled' },
  { type: 'retry.chosen' },
  { type: 'fix.chosen', slot: 'base_url' },
  { type: 'fix.chosen', slot: 'credential' },
  { type: 'check.passed' },
  { type: 'check.failed', cause: 'unauthorized' },
  { type: 'effect.interrupted' },
];

const sandboxEvents: FlowEvent[] = [
  { type: 'slots.given', slots: { name: 'qa' } },
  { type: 'slots.given', slots: { name: 'staging' } },
  { type: 'went.back' },
  { type: 'confirmed' },
  { type: 'denied' },
  { type: 'cancelled' },
  { type: 'sandbox.created' },
  { type: 'effect.refused' },
  { type: 'effect.interrupted' },
];

const starts = [
  { flow: startFlow('register', 1, { slots: {}, asks_sandbox: true }), events: registerEvents },
  {
    flow: startFlow('register', 1, { slots: { sandbox: 'default' }, asks_sandbox: false }),
    events: registerEvents,
  },
  { flow: startFlow('revoke', 1, { source: null, candidates: [] }), events: revokeEvents },
  { flow: startFlow('revoke', 1, { source, candidates: [] }), events: revokeEvents },
  {
    flow: startFlow('update', 1, { source: null, wanted: { rotate: true }, asks: null }),
    events: updateEvents,
  },
  {
    flow: startFlow('update', 1, { source, wanted: { base_url: 'https://b.test/mcp' }, asks: null }),
    events: updateEvents,
  },
  ...(['base_url', 'auth_kind', 'name'] as const).map((asks) => ({
    flow: startFlow('update', 1, { source, wanted: {}, asks }),
    events: updateEvents,
  })),
  { flow: startFlow('create_sandbox', 1, { name: null }), events: sandboxEvents },
  { flow: startFlow('create_sandbox', 1, { name: 'qa' }), events: sandboxEvents },
].map(({ flow, events }) => ({ events, graph: explore(flow, events) }));

const nodes = starts.flatMap(({ graph }) => graph.nodes);
const edges = starts.flatMap(({ graph }) => graph.edges);
const waiting = nodes.filter(({ flow }) => flowAwaiting(flow) !== null);
const hasEffect = (kind: string) =>
  edges.filter(({ step }) => step.effects.some((effect) => effect.kind === kind));

describe('what the machines prove over every reachable state', () => {
  it('explores a space worth proving something about', () => {
    console.info(`${nodes.length} reachable states, ${edges.length} transitions`);
    expect(edges.length).toBeGreaterThan(2000);
  });

  it('has no dead end: from every state an end can be reached', () => {
    for (const { graph } of starts) {
      const stuck = graph.nodes.filter((node) => !graph.reachesEnd.has(node.id));
      expect(stuck.map(({ flow }) => statePath(flow))).toEqual([]);
    }
  });

  it('can be cancelled in every waiting state', () => {
    const stubborn = waiting.filter(
      ({ flow }) => stepFlow(flow, { type: 'cancelled' })?.outcome !== 'cancelled',
    );
    expect(stubborn.map(({ flow }) => statePath(flow))).toEqual([]);
  });

  it('has a question in prompts/ and a help text for every waiting state', () => {
    for (const { flow } of waiting) {
      expect(Object.keys(prompts)).toContain(askKey(flow));
      expect(Object.keys(prompts)).toContain(`help.${flowAwaiting(flow)}`);
      expect(Object.keys(prompts)).toContain(`rephrase.${flowAwaiting(flow)}`);
    }
  });

  it('registers only on a confirmation, and exactly the slots that it showed', () => {
    const registering = hasEffect('registerSource');
    expect(registering.length).toBeGreaterThan(0);
    for (const { from, event, step } of registering) {
      expect(event.type).toBe('confirmed');
      expect(statePath(from)).toBe('filling.confirmation');
      expect(step.effects[0]?.params.slots).toEqual(slotsOf(from));
    }
  });

  it('revokes only on a confirmation, and exactly the source that it named', () => {
    const revoking = hasEffect('revokeSource');
    expect(revoking.length).toBeGreaterThan(0);
    for (const { from, event, step } of revoking) {
      expect([statePath(from), event.type]).toEqual(['confirmation', 'confirmed']);
      expect(step.effects[0]?.params.source).toEqual(
        (from as Extract<Flow, { name: 'revoke' }>).context.source,
      );
    }
  });

  it('creates only on a confirmation, and exactly the sandbox that it named', () => {
    const creating = hasEffect('createSandbox');
    expect(creating.length).toBeGreaterThan(0);
    for (const { from, event, step } of creating) {
      expect([statePath(from), event.type]).toEqual(['confirmation', 'confirmed']);
      expect(step.effects[0]?.params.name).toEqual(
        (from as Extract<Flow, { name: 'create_sandbox' }>).context.name,
      );
    }
  });

  it('changes an address or a scheme only on a confirmation, and exactly what it showed, or as a repair', () => {
    const changing = hasEffect('updateSource').filter(
      ({ from }) => from.name === 'update' && !statePath(from).startsWith('repair'),
    );
    const connecting = changing.filter(({ step }) => {
      const { base_url, auth_kind, auth_header } = step.effects[0]!.params.wanted as Record<string, unknown>;
      return base_url ?? auth_kind ?? auth_header;
    });
    expect(connecting.length).toBeGreaterThan(0);
    for (const { from, event, step } of connecting) {
      expect([statePath(from), event.type]).toEqual(['filling.confirmation', 'confirmed']);
      const { wanted } = (from as Extract<Flow, { name: 'update' }>).context;
      expect(step.effects[0]?.params.wanted).toEqual(wanted);
    }
  });

  it('sends no credential to another server in the repair of a change: it asks for one first', () => {
    const moved = edges.filter(({ from, event }) => {
      if (from.name !== 'update' || event.type !== 'slots.given' || !statePath(from).startsWith('repair'))
        return false;
      const { source: before, wanted, has_credential } = from.context;
      if (has_credential) return false;
      const kind = event.slots.auth_kind ?? wanted.auth_kind ?? before?.auth_kind;
      const { base_url } = event.slots;
      return kind === 'bearer' && base_url && new URL(base_url).origin !== new URL(before!.base_url).origin;
    });
    expect(moved.length).toBeGreaterThan(0);
    for (const { step } of moved) expect(step.effects).toEqual([]);
  });

  it('asks for the credential again once the origin or the scheme has changed', () => {
    const moved = edges.filter(({ from, event }) => {
      if (from.name !== 'register' || event.type !== 'slots.given') return false;
      const { base_url, auth_kind } = from.context.slots;
      const toOther =
        base_url && event.slots.base_url && new URL(base_url).origin !== new URL(event.slots.base_url).origin;
      return toOther || (auth_kind && event.slots.auth_kind && auth_kind !== event.slots.auth_kind);
    });
    expect(moved.length).toBeGreaterThan(0);
    for (const { step } of moved) expect(slotsOf(step.flow)?.has_credential).toBeUndefined();
  });

  it('lets every slot be corrected from every state in which a person can speak before the registration', () => {
    const filling = waiting.filter(
      ({ flow }) => flow.name === 'register' && statePath(flow).startsWith('filling'),
    );
    for (const { flow } of filling)
      for (const slots of [
        { base_url: 'https://c.test/mcp' },
        { auth_kind: 'none' as const },
        { name: 'Other' },
        { sandbox: 'qa' },
      ]) {
        const step = stepFlow(flow, { type: 'slots.given', slots });
        expect(slotsOf(step?.flow)).toMatchObject(slots);
      }
  });
});
