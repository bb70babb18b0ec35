import { createSandboxBody } from '../accounts/create-sandbox.ts';
import { listSandboxesQuery } from '../accounts/list-sandboxes.ts';
import { publicSandbox } from '../accounts/present-sandbox.ts';
import { updateSandboxBody } from '../accounts/update-sandbox.ts';
import { listOf } from '../domain/answer-fields.ts';
import { operation } from './operation.ts';
import { changeOperation } from './state-change.ts';

export const sandboxOperations = {
  list: operation({
    id: 'listSandboxes',
    summary: 'List the sandboxes',
    query: listSandboxesQuery,
    answer: listOf('sandboxes', publicSandbox),
  }),
  create: operation({
    id: 'createSandbox',
    summary: 'Create a sandbox',
    description: '`owner_id` and `name` together are unique in the account.',
    body: createSandboxBody,
    example: { name: 'staging', metadata: { team: 'search' } },
    headers: ['Idempotency-Key'],
    status: 201,
    answer: publicSandbox,
    errors: ['conflict'],
  }),
  show: operation({ id: 'getSandbox', summary: 'Show a sandbox', answer: publicSandbox }),
  update: operation({
    id: 'updateSandbox',
    summary: 'Change a sandbox',
    body: updateSandboxBody,
    example: { tier: 'team' },
    answer: publicSandbox,
    errors: ['conflict'],
  }),
  suspend: changeOperation({
    id: 'suspendSandbox',
    summary: 'Suspend a sandbox',
    description: 'It can be read, and has no tools.',
  }),
  reactivate: changeOperation({
    id: 'reactivateSandbox',
    summary: 'Make a suspended sandbox active again',
  }),
  archive: changeOperation({
    id: 'archiveSandbox',
    summary: 'Archive a sandbox for good',
    description: 'It can be read, and has no tools.',
  }),
  remove: changeOperation({
    id: 'deleteSandbox',
    summary: 'Delete a sandbox with everything in it',
  }),
};
