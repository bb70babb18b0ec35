import { z } from 'zod';
import { publicProfile } from '../accounts/get-profile.ts';
import { operation } from './operation.ts';

const proof = z.string().min(1).max(512);

export const signInOperations = {
  signIn: operation({
    id: 'signIn',
    summary: 'Sign in on the page',
    description:
      'For a browser: one of the code of a link that the server printed and an API key, exchanged for a cookie that ' +
      'no script can read. With the cookie, a change counts only when the page itself sent it.',
    body: z.strictObject({
      code: proof.optional().describe('Works once, for 10 minutes.'),
      api_key: proof.optional(),
    }),
    example: { code: 'nCQ3m0aWl1q7…' },
    open: true,
    answer: publicProfile,
    errors: ['unauthorized', 'rate_limited', 'unavailable'],
  }),
  signOut: operation({
    id: 'signOut',
    summary: 'Sign out of the page',
    open: true,
    status: 204,
    answer: null,
    errors: ['unauthorized', 'unavailable'],
  }),
};
