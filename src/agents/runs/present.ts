import { z } from 'zod';
import { idField, msField, textField, timeField } from '../../domain/answer-fields.ts';
import { type Run, runStatuses } from '../../domain/run.ts';

export const publicRun = z
  .object({
    run_id: idField('run'),
    agent_id: idField('agent'),
    agent_version: z.int(),
    status: z.enum(runStatuses).meta({ examples: ['succeeded'] }),
    output_text: textField('You have 30 holidays.').describe("The text of the model's last message."),
    tokens_in: z.int(),
    tokens_out: z.int(),
    duration_ms: msField(2140).nullable().describe('Null until the run has ended, as is `finished_at`.'),
    error_message: z
      .string()
      .nullable()
      .meta({ examples: [null] }),
    started_at: timeField,
    finished_at: timeField.nullable(),
    provider_session_id: idField('session').describe(
      'Pass it as `session_id` to go on with the conversation.',
    ),
    tool_resolution_trace: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ examples: [null] }),
    tools_called: z.array(
      z.object({
        name: textField('acme-docs__search_docs'),
        is_error: z.boolean(),
        duration_ms: msField(120),
      }),
    ),
  })
  .meta({ id: 'Run' });

export type PublicRun = z.output<typeof publicRun>;

/** A run as outsiders see it: public fields, selected in. */
export const presentRun = (run: Run): PublicRun => ({
  run_id: run.run_id,
  agent_id: run.agent_id,
  agent_version: run.agent_version,
  status: run.status,
  output_text: run.output_text,
  tokens_in: run.tokens_in,
  tokens_out: run.tokens_out,
  duration_ms: run.duration_ms,
  error_message: run.error_message,
  started_at: run.started_at,
  finished_at: run.finished_at,
  provider_session_id: run.provider_session_id,
  tool_resolution_trace: run.tool_resolution_trace,
  tools_called: run.tools_called,
});
