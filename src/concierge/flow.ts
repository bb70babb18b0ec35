import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate';
import {
  type CreateSandboxContext,
  type CreateSandboxEvent,
  createSandboxMachine,
} from '../../flows/create-sandbox.ts';
import { registerMachine } from '../../flows/register.ts';
import type { RegisterContext, RegisterEvent, RegisterInput } from '../../flows/register-rules.ts';
import { type RevokeContext, type RevokeEvent, revokeMachine } from '../../flows/revoke.ts';
import { updateMachine } from '../../flows/update.ts';
import type { UpdateContext, UpdateEvent, UpdateInput } from '../../flows/update-rules.ts';
import type { Awaiting, FlowName } from '../domain/conversation.ts';

export const machines: Record<FlowName, AnyStateMachine> = {
  register: registerMachine,
  revoke: revokeMachine,
  update: updateMachine,
  create_sandbox: createSandboxMachine,
};

export type FlowContexts = {
  register: RegisterContext;
  revoke: RevokeContext;
  update: UpdateContext;
  create_sandbox: CreateSandboxContext;
};
export type FlowInputs = {
  register: RegisterInput;
  revoke: { source: { data_source_id: string; name: string } | null; candidates: string[] };
  update: UpdateInput;
  create_sandbox: { name: string | null };
};
export type FlowEvent = RegisterEvent | RevokeEvent | UpdateEvent | CreateSandboxEvent;

/** A flow at rest between two turns: plain JSON, never a secret. */
export type Flow = {
  [Name in FlowName]: {
    name: Name;
    /** Counts the flows of a conversation: part of the idempotency key of an effect. */
    number: number;
    value: unknown;
    context: FlowContexts[Name];
  };
}[FlowName];

/** What a machine asks the turn to do. */
export type Effect = { kind: string; params: Record<string, unknown> };

export type Step = {
  flow: Flow;
  effects: Effect[] /** The final state, once it is reached. */;
  outcome: string | null;
};

const isEffect = (action: { type: string }): boolean =>
  /^(?:(?:register|update|check|discard|revoke)Source|createSandbox)$/.test(action.type);

const toStep = (
  name: FlowName,
  number: number,
  snapshot: AnyMachineSnapshot,
  actions: { type: string; params: unknown }[],
): Step => ({
  flow: { name, number, value: snapshot.value, context: snapshot.context } as Flow,
  effects: actions
    .filter(isEffect)
    .map((action) => ({ kind: action.type, params: (action.params ?? {}) as Record<string, unknown> })),
  outcome: snapshot.status === 'done' ? String(snapshot.value) : null,
});

const restore = (flow: Flow): AnyMachineSnapshot =>
  machines[flow.name].resolveState({ value: flow.value as string, context: flow.context });

export const startFlow = <Name extends FlowName>(
  name: Name,
  number: number,
  input: FlowInputs[Name],
): Step => {
  const machine: AnyStateMachine = machines[name];
  const [snapshot, actions] = initialTransition(machine, input);
  return toStep(name, number, snapshot, actions);
};

/** The next step, or null when the machine does not take that event now. */
export const stepFlow = (flow: Flow, event: FlowEvent): Step | null => {
  const snapshot = restore(flow);
  if (!snapshot.can(event)) return null;
  const [next, actions] = transition(machines[flow.name], snapshot, event);
  return toStep(flow.name, flow.number, next, actions);
};

/** `filling.base_url`, `confirmation`, … */
export const statePath = (flow: Flow): string => {
  const path = (value: unknown): string[] =>
    typeof value === 'string'
      ? [value]
      : Object.entries(value as object).flatMap(([key, inner]) => [key, ...path(inner)]);
  return path(flow.value).join('.');
};

const metaOf = (flow: Flow): { awaiting?: Awaiting; optional?: boolean } =>
  Object.assign({}, ...Object.values(restore(flow).getMeta()));

export const flowAwaiting = (flow: Flow): Awaiting | null => metaOf(flow).awaiting ?? null;

/** True when the present question has a default that `skip` takes. */
export const isOptional = (flow: Flow): boolean => metaOf(flow).optional === true;
