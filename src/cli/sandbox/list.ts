import { Option } from 'commander';
import { answerOf } from '../../client/client.ts';
import { type SandboxStatus, sandboxStatuses } from '../../domain/sandbox.ts';
import { columns } from '../columns.ts';
import { define } from '../command.ts';

export const listCommand = define<{ status?: SandboxStatus }>({
  usage: 'list',
  about: 'List the sandboxes, oldest first.',
  example: 'concierge sandbox list',
  options: [new Option('--status <status>', 'only those').choices(sandboxStatuses)],
  run: async ({ client }, query) => {
    const json = await answerOf(client.storage.sandboxes.$get({ query }));
    const rows = json.sandboxes.map(({ name, status, sandbox_id }) => [name, status, sandbox_id]);
    return { text: rows.length === 0 ? 'No sandboxes.' : columns(rows), json };
  },
});
