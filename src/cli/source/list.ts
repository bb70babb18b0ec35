import { Option } from 'commander';
import { answerOf } from '../../client/client.ts';
import { type SourceStatus, sourceStatuses, standingOf } from '../../domain/source.ts';
import { inSandbox } from '../api.ts';
import { columns } from '../columns.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';

const begin = 'To add one: `concierge source user-mcp add`, or say so in `concierge chat`.';

export const listCommand = define<InSandbox & { status?: SourceStatus }>({
  usage: 'list',
  about: 'List the data sources of a sandbox.',
  example: 'concierge source list --status active',
  options: [new Option('--status <status>', 'only those').choices(sourceStatuses), sandboxOption],
  run: async (work, { sandbox, status }) => {
    const { sandbox_id, name } = await findSandbox(work, sandbox);
    const query = { ...(status && { status }) };
    const json = await answerOf(inSandbox(work.client).sources.$get({ param: { sandbox_id }, query }));
    const rows = json.sources.map((source) => [
      source.name,
      standingOf(source).status,
      source.data_source_id,
      source.adapter_config.base_url,
    ]);
    const none = `No sources in \`${name}\`${status === undefined ? `. ${begin}` : ` are ${status}.`}`;
    return { text: rows.length === 0 ? none : columns(rows), json };
  },
});
