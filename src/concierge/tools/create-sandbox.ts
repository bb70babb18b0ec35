import { z } from 'zod';
import { createSandbox } from '../../accounts/create-sandbox.ts';
import { tool } from './tool.ts';

export const createSandboxTool = tool({
  name: 'create_sandbox',
  description: 'Creates a sandbox: an empty world of its own for sources and agents.',
  read_only: false,
  input: z.strictObject({ name: z.string() }),
  async run({ deps, caller }, { name }) {
    const made = await createSandbox(deps, caller, { name });
    return { sandbox_id: made.sandbox_id, name: made.name, status: made.status };
  },
});
