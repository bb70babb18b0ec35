import { z } from 'zod';
import { idField, listOf, timeField } from '../domain/answer-fields.ts';
import { authKinds } from '../domain/auth.ts';
import { awaitables, flowNames } from '../domain/conversation.ts';
import type { FlowState, SessionSummary, SessionView, TurnEvent } from './events.ts';

const flow = z.enum(flowNames);
const option = z.object({ id: z.string(), label: z.string() });

const slots = z
  .object({
    base_url: z.string().exactOptional(),
    auth_kind: z.enum(authKinds).exactOptional(),
    auth_header: z.string().exactOptional(),
    name: z.string().exactOptional(),
    sandbox: z.string().exactOptional().describe("A sandbox's name."),
    has_credential: z.literal(true).exactOptional(),
    source: z.string().exactOptional().describe('A data source id.'),
    agent: z.string().exactOptional().describe("An agent's slug."),
  })
  .meta({ id: 'Slots', description: 'What a flow has learned so far; absent means unset.' });

const flowState = z
  .object({
    version: z.int(),
    flow: flow.nullable(),
    awaiting: z.enum(awaitables).nullable(),
    slots,
    options: z.array(option),
    secret_input: z.boolean().describe('True while the next message is taken as the credential.'),
    interrupted: z.array(z.object({ flow, label: z.string() })),
  })
  .meta({ id: 'FlowState' }) satisfies z.ZodType<FlowState>;

export const publicSession = flowState
  .extend({
    session_id: idField('session'),
    transcript: z.array(z.object({ role: z.enum(['user', 'concierge']), text: z.string(), at: timeField })),
  })
  .meta({ id: 'Session' }) satisfies z.ZodType<SessionView>;

const summary = z
  .object({
    session_id: idField('session'),
    flow: flow.nullable(),
    awaiting: z.enum(awaitables).nullable(),
    title: z.string(),
    updated_at: timeField,
  })
  .meta({ id: 'SessionSummary' }) satisfies z.ZodType<SessionSummary>;

export const publicSessions = listOf('sessions', summary);

const run_id = idField('run');
const session_id = idField('session');
const usage = z.object({ tokens_in: z.int(), tokens_out: z.int() });

const frame = <Event extends TurnEvent['event'], Data extends z.ZodType>(event: Event, data: Data) =>
  z.object({ event: z.literal(event), data });

const runFrames = [
  frame('run_started', z.object({ run_id, session_id })),
  frame('agent_text_delta', z.object({ text: z.string() })),
  frame(
    'agent_tool_call',
    z.object({ call_id: z.string(), name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
  ),
  frame(
    'agent_tool_result',
    z.object({
      call_id: z.string(),
      name: z.string(),
      result: z.unknown(),
      error: z.string().exactOptional(),
    }),
  ),
  frame(
    'agent_finish',
    z.object({ stop_reason: z.enum(['end_turn', 'cancelled']), session_id, usage, run_id }),
  ),
  frame('agent_error', z.object({ message: z.string(), type: z.string(), run_id })),
] as const;

/** The frames of a run of an agent: `run_started` first, a finish or an error last. */
export const runFrame = z.discriminatedUnion('event', runFrames).meta({ id: 'RunFrame' });

/** The frames of a turn of the Concierge: those of a run, and its state. */
export const turnFrame = z
  .discriminatedUnion('event', [...runFrames, frame('flow_state', flowState)])
  .meta({ id: 'TurnFrame' }) satisfies z.ZodType<TurnEvent>;
