import { Option } from 'commander';
import { listSandboxes } from '../../accounts/list-sandboxes.ts';
import { presentSandbox } from '../../accounts/present-sandbox.ts';
import { type SandboxStatus, sandboxStatuses } from '../../domain/sandbox.ts';
import { columns } from '../columns.ts';
import { define } from '../command.ts';

export const listCommand = define<{ status?: SandboxStatus }>({
  usage: 'list',
  about: 'List the sandboxes, oldest first.',
  example: 'concierge sandbox list',
  options: [new Option('--status <status>', 'only those').choices(sandboxStatuses)],
  run: async ({ rooms, caller }, { status }) => {
    const sandboxes = await listSandboxes(rooms.accounts, caller, { status });
    const rows = sandboxes.map((sandbox) => [sandbox.name, sandbox.status, sandbox.sandbox_id]);
    return {
      text: rows.length === 0 ? 'No sandboxes.' : columns(rows),
      json: { sandboxes: sandboxes.map(presentSandbox), count: sandboxes.length },
    };
  },
});
