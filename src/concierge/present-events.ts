import { z } from 'zod';
import { idField, listOf, textField, timeField } from '../domain/answer-fields.ts';
import { authKinds } from '../domain/auth.ts';
import { awaitables, flowNames } from '../domain/conversation.ts';
import type { FlowState, SessionSummary, SessionView, TurnEvent } from './events.ts';

const flow = z.enum(flowNames);
const option = z.object({ id: textField('confirm'), label: textField('Yes, register it') });

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
  .meta({
    id: 'Slots',
    description: 'What a flow has learned so far; absent means unset.',
    examples: [{ base_url: 'https://mcp.acme.com/mcp', auth_kind: 'bearer', has_credential: true }],
  });

const flowState = z
  .object({
    version: z.int(),
    flow: flow.nullable(),
    awaiting: z
      .enum(awaitables)
      .nullable()
      .meta({ examples: ['confirmation'] }),
    slots,
    options: z.array(option),
    secret_input: z.boolean().describe('True while the next message is taken as the credential.'),
    interrupted: z.array(z.object({ flow, label: z.string() })).meta({ examples: [[]] }),
  })
  .meta({ id: 'FlowState' }) satisfies z.ZodType<FlowState>;

export const publicSession = flowState
  .extend({
    session_id: idField('session'),
    transcript: z.array(
      z.object({ role: z.enum(['user', 'concierge']), text: textField('list my sources'), at: timeField }),
    ),
    busy: z
      .boolean()
      .describe('True while a turn runs: its answer is not in here yet.')
      .meta({ examples: [false] }),
  })
  .meta({ id: 'Session' }) satisfies z.ZodType<SessionView>;

const summary = z
  .object({
    session_id: idField('session'),
    flow: flow.nullable(),
    awaiting: z.enum(awaitables).nullable(),
    title: textField('register mcp.acme.com'),
    updated_at: timeField,
  })
  .meta({ id: 'SessionSummary' }) satisfies z.ZodType<SessionSummary>;

export const publicSessions = listOf('sessions', summary);

const run_id = idField('run');
const call_id = textField('call_1');
const name = textField('list_sources');
const session_id = idField('session');
const usage = z.object({ tokens_in: z.int(), tokens_out: z.int() });

const frame = <Event extends TurnEvent['event'], Data extends z.ZodType>(event: Event, data: Data) =>
  z.object({ event: z.literal(event), data });

const begun = [
  frame('run_started', z.object({ run_id, session_id })),
  frame('agent_text_delta', z.object({ text: textField('Which scheme does it use?') })),
  frame('agent_tool_call', z.object({ call_id, name, arguments: z.record(z.string(), z.unknown()) })),
  frame(
    'agent_tool_result',
    z.object({ call_id, name, result: z.unknown(), error: z.string().exactOptional() }),
  ),
] as const;
const ended = [
  frame(
    'agent_finish',
    z.object({ stop_reason: z.enum(['end_turn', 'cancelled']), session_id, usage, run_id }),
  ),
  frame(
    'agent_error',
    z.object({
      message: textField('Something went wrong on our side.'),
      type: textField('internal'),
      run_id,
    }),
  ),
] as const;

/** The frames of a run of an agent: `run_started` first, a finish or an error last. */
export const runFrame = z.discriminatedUnion('event', [...begun, ...ended]).meta({ id: 'RunFrame' });

const heard = frame('user_message', z.object({ text: textField('list my sources') }));

/** The frames of a turn of the Concierge: those of a run, what was heard when asked for, and its state. */
export const turnFrame = z
  .discriminatedUnion('event', [...begun, heard, frame('flow_state', flowState), ...ended])
  .meta({ id: 'TurnFrame' }) satisfies z.ZodType<TurnEvent>;
