import { z } from 'zod';
import { createApiKeyBody, newApiKeyAnswer } from '../accounts/create-api-key.ts';
import { publicProfile } from '../accounts/get-profile.ts';
import { publicApiKey } from '../accounts/present-api-key.ts';
import { revokedApiKey } from '../accounts/revoke-api-key.ts';
import { operation } from './operation.ts';

export const accountOperations = {
  listKeys: operation({ id: 'listApiKeys', summary: 'List the API keys', answer: z.array(publicApiKey) }),
  createKey: operation({
    id: 'createApiKey',
    summary: 'Create an API key',
    description: 'The key is in this answer and never again: only its SHA-256 is kept.',
    body: createApiKeyBody,
    example: { name: 'ci', expires_in_days: 90 },
    status: 201,
    answer: newApiKeyAnswer,
  }),
  revokeKey: operation({
    id: 'revokeApiKey',
    summary: 'Revoke an API key',
    description: 'It is dead at once.',
    answer: revokedApiKey,
  }),
  profile: operation({
    id: 'getProfile',
    summary: 'Show the account of the key',
    answer: publicProfile,
    errors: ['not_found'],
  }),
};
