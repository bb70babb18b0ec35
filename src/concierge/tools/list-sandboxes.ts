import { z } from 'zod';
import { listSandboxes } from '../../accounts/list-sandboxes.ts';
import { tool } from './tool.ts';

export const listSandboxesTool = tool({
  name: 'list_sandboxes',
  description: 'Lists the sandboxes of the account.',
  read_only: true,
  input: z.strictObject({}),
  async run({ deps, caller }) {
    const sandboxes = (await listSandboxes(deps, caller, {})).map(({ sandbox_id, name, status }) => ({
      sandbox_id,
      name,
      status,
    }));
    return { sandboxes, count: sandboxes.length };
  },
});
