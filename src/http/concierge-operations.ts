import { z } from 'zod';
import { publicSession, publicSessions, turnFrame } from '../concierge/present-events.ts';
import { idField, msField, textField } from '../domain/answer-fields.ts';
import { operation } from './operation.ts';

const maxMessage = 4000;
const message = z
  .string()
  .refine((text) => text.trim() !== '' && [...text].length <= maxMessage, {
    error: `\`message\` must have 1 to ${maxMessage} characters.`,
  })
  .meta({ minLength: 1, maxLength: maxMessage });
const session_id = z.string().max(64).describe('A conversation to go on with.').optional();
const echo = z
  .boolean()
  .describe(
    'Ask for a `user_message`: the message as it is kept, without its secrets, before it is understood.',
  )
  .optional();

const turnSummary = z
  .object({
    run_id: idField('run'),
    status: z.enum(['succeeded', 'failed', 'cancelled']),
    output_text: textField('You have one source: Acme Docs, active.'),
    tools_called: z.array(textField('list_sources')),
    tokens_in: z.int(),
    tokens_out: z.int(),
    error_message: z
      .string()
      .nullable()
      .meta({ examples: [null] }),
    session_id: idField('session'),
    duration_ms: msField(14),
  })
  .meta({ id: 'TurnSummary' });

export type TurnSummary = z.output<typeof turnSummary>;

export const conciergeOperations = {
  chat: operation({
    id: 'chat',
    summary: 'Say something to the Concierge, and follow its turn',
    description: 'A client that leaves cancels the turn: what has begun is finished, nothing else starts.',
    body: z.strictObject({ message, session_id, echo }),
    example: { message: 'add my MCP server at https://mcp.acme.com/mcp, it uses a bearer token' },
    headers: ['If-Match'],
    answer: { frames: turnFrame },
    errors: ['conflict'],
  }),
  test: operation({
    id: 'testConcierge',
    summary: 'One turn of a fresh conversation, in one answer',
    body: z.strictObject({ message }),
    example: { message: 'list my sources' },
    headers: ['Idempotency-Key'],
    answer: turnSummary,
  }),
  sessions: operation({
    id: 'listSessions',
    summary: 'List the conversations, newest first',
    answer: publicSessions,
  }),
  session: operation({ id: 'getSession', summary: 'Show a conversation', answer: publicSession }),
  credential: operation({
    id: 'giveCredential',
    summary: 'Give the credential that a conversation asks for',
    description: 'Its own way in: never logged, never a message.',
    body: z.strictObject({ value: z.string().min(1) }),
    example: { value: 'the credential your server expects' },
    headers: ['If-Match'],
    answer: { frames: turnFrame },
    errors: ['conflict'],
  }),
  reply: operation({
    id: 'reply',
    summary: 'Choose an option, by its id or label',
    description: 'One that the present question does not offer, or of another `version`, is a conflict.',
    body: z.strictObject({
      id: z.string().min(1).max(200),
      version: z.int().min(0).optional().describe('That of the `flow_state` that showed the option.'),
    }),
    example: { id: 'confirm', version: 3 },
    headers: ['If-Match'],
    answer: { frames: turnFrame },
    errors: ['conflict'],
  }),
};
