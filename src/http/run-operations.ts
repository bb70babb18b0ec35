import { z } from 'zod';
import { listRunsQuery } from '../agents/runs/list.ts';
import { publicRun } from '../agents/runs/present.ts';
import { runFrame } from '../concierge/present-events.ts';
import { idField, listOf } from '../domain/answer-fields.ts';
import { operation } from './operation.ts';

const maxMessage = 100_000;
const message = z
  .string()
  .refine((text) => text.trim() !== '' && text.length <= maxMessage, {
    error: `\`message\` must have 1 to ${maxMessage} characters.`,
  })
  .meta({ minLength: 1, maxLength: maxMessage });
const session_id = z.string().max(64).describe('A conversation to go on with.').optional();
const invokeBody = z.strictObject({ message, session_id });
const testBody = z.strictObject({ event_payload: z.unknown().optional().describe('Any JSON.') });

export const runOperations = {
  test: operation({
    id: 'testAgent',
    summary: 'Let an agent run once, and answer when it has ended',
    body: testBody,
    example: { event_payload: { ticket: 'How many holidays do I have?' } },
    bodyOptional: true,
    headers: ['Idempotency-Key'],
    answer: publicRun,
    errors: ['conflict'],
  }),
  invoke: operation({
    id: 'invokeAgent',
    summary: 'Let an agent run behind',
    body: invokeBody,
    example: { message: 'Close the tickets that were answered.' },
    headers: ['Idempotency-Key'],
    status: 202,
    answer: z.object({ run_id: idField('run') }),
    errors: ['conflict'],
  }),
  chat: operation({
    id: 'chatWithAgent',
    summary: 'Let an agent run, and follow it',
    body: invokeBody,
    example: { message: 'How many holidays do I have?' },
    answer: { frames: runFrame },
    errors: ['conflict'],
  }),
  list: operation({
    id: 'listRuns',
    summary: 'List the runs of an agent, newest first',
    query: listRunsQuery,
    answer: listOf('runs', publicRun),
  }),
  show: operation({ id: 'getRun', summary: 'Show a run', answer: publicRun }),
};
