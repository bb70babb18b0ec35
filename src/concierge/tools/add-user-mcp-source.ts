import { z } from 'zod';
import { authKinds } from '../../domain/auth.ts';
import { presentSource } from '../../sources/present.ts';
import { registerSource } from '../../sources/register.ts';
import { findSandbox } from './find.ts';
import { tool } from './tool.ts';

export const addUserMcpSourceTool = tool({
  name: 'add_user_mcp_source',
  description:
    'Registers an MCP server in a sandbox and checks its health once. The credential is taken separately.',
  read_only: false,
  input: z.strictObject({
    base_url: z.string().describe('address of the server, path included: https://mcp.acme.com/mcp'),
    auth_kind: z.enum(authKinds).describe('header_token: the credential goes into a header of its own'),
    auth_header: z.string().optional().describe('name of that header'),
    name: z.string().describe('label; the tools are named after it'),
    sandbox: z.string().optional(),
  }),
  async run(context, { sandbox, ...fields }) {
    const { sandbox_id } = await findSandbox(context, sandbox);
    const source = await registerSource(context.deps, context.caller, {
      ...fields,
      sandbox_id,
      ...(context.credential && { token: context.credential }),
      ...(context.idempotency_key && { idempotency_key: context.idempotency_key }),
    });
    return presentSource(source);
  },
});
