import { z } from 'zod';
import { publicLink } from '../concierge/links/link.ts';
import { operation } from './operation.ts';

/** What each route of links takes and answers. */
export const linkOperations = {
  show: operation({
    id: 'getLink',
    summary: 'Show a change that waits for its user',
    description: 'What an MCP client asked for; nothing has happened while it is `open`.',
    answer: publicLink,
  }),
  confirm: operation({
    id: 'confirmLink',
    summary: 'Agree to a change: it is done, once, exactly as shown',
    answer: publicLink,
    errors: ['conflict'],
  }),
  deny: operation({
    id: 'denyLink',
    summary: 'Refuse a change: nothing is done',
    answer: publicLink,
    errors: ['conflict'],
  }),
  credential: operation({
    id: 'giveLinkCredential',
    summary: 'Agree to a change by giving the credential that it needs',
    description: 'Its own way in: never logged, stored sealed.',
    body: z.strictObject({
      value: z
        .string()
        .min(1)
        .max(8192 * 2),
    }),
    example: { value: 'the credential your server expects' },
    answer: publicLink,
    errors: ['conflict'],
  }),
};
