import { z } from 'zod';
import { publicSourceTool } from '../catalog/present-tools.ts';
import { listOf } from '../domain/answer-fields.ts';
import { listQuery } from '../sources/list.ts';
import { publicCheck, publicRegistration, publicSource } from '../sources/present.ts';
import { registerBody } from '../sources/register.ts';
import { updateBody } from '../sources/update.ts';
import { operation } from './operation.ts';
import { changeOperation } from './state-change.ts';

const sourceWithTools = publicSource
  .extend({ tools: z.array(publicSourceTool) })
  .meta({ id: 'SourceWithTools' });

/** What the routes of sources are; bodies depend on the highest rate cap of this server. */
export const sourceOperations = (maxRateCap: number) => {
  const changes = updateBody(maxRateCap);
  return {
    list: operation({
      id: 'listSources',
      summary: 'List the sources of a sandbox',
      query: listQuery,
      answer: listOf('sources', publicSource),
    }),
    create: operation({
      id: 'createSource',
      summary: 'Refused: register your own MCP server instead',
      description: '`POST …/sources/user-mcp` is the way for the one provider offered.',
      answer: 'refused',
      errors: ['unsupported_provider'],
    }),
    register: operation({
      id: 'registerSource',
      summary: 'Register an MCP server',
      description:
        'The answer is 201 also when the health check failed: then `status` is `error` and `health_error` says why. ' +
        '`token` is required unless `auth_kind` is `none`, and refused with it; `auth_header` is required with `header_token`.',
      body: registerBody(maxRateCap),
      example: {
        name: 'Acme Docs',
        base_url: 'https://mcp.acme.com/mcp',
        auth_kind: 'bearer',
        token: 'the credential your server expects',
      },
      headers: ['Idempotency-Key'],
      status: 201,
      answer: publicRegistration,
      errors: ['conflict'],
    }),
    update: operation({
      id: 'updateSource',
      summary: 'Change the connection or the settings of a source',
      description:
        'What is left out stays. `token` replaces the credential; another origin or scheme without one drops it. ' +
        'A changed connection is checked.',
      body: changes,
      example: { rate_cap_per_minute: 30, allowed_tools: ['search_docs'] },
      headers: ['If-Match'],
      answer: publicRegistration,
      errors: ['conflict'],
    }),
    test: operation({
      id: 'testSource',
      summary: 'Check the health of a source',
      headers: ['If-Match'],
      answer: publicCheck,
      errors: ['conflict'],
    }),
    revoke: operation({
      id: 'revokeSource',
      summary: 'Revoke a source for good',
      description: 'Its credential is destroyed and its tools are gone from every agent. May be repeated.',
      headers: ['If-Match'],
      answer: publicRegistration,
      errors: ['conflict'],
    }),
    show: operation({
      id: 'getSource',
      summary: 'Show a source with all its tools',
      answer: sourceWithTools,
    }),
    rename: operation({
      id: 'renameSource',
      summary: 'Rename a source',
      body: changes.pick({ name: true }),
      example: { name: 'Acme Handbook' },
      headers: ['If-Match'],
      answer: publicSource,
      errors: ['conflict'],
    }),
    acceptTools: operation({
      id: 'acceptTools',
      summary: 'Agree to the tool definitions of a source as they are now',
      headers: ['If-Match'],
      answer: publicSource,
      errors: ['conflict', 'upstream_failed', 'upstream_timeout'],
    }),
    pause: changeOperation({
      id: 'pauseSource',
      summary: 'Pause a source: no agent has its tools',
      headers: ['If-Match'],
    }),
    resume: changeOperation({
      id: 'resumeSource',
      summary: 'Resume a paused source',
      headers: ['If-Match'],
    }),
    disconnect: changeOperation({
      id: 'disconnectSource',
      summary: 'Revoke a source for good',
      headers: ['If-Match'],
    }),
    remove: changeOperation({
      id: 'deleteSource',
      summary: 'Delete a source',
      headers: ['If-Match'],
    }),
  };
};
