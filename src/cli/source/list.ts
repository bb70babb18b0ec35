import { Option } from 'commander';
import { type SourceStatus, sourceStatuses } from '../../domain/source.ts';
import { listSources } from '../../sources/list.ts';
import { presentSource } from '../../sources/present.ts';
import { columns } from '../columns.ts';
import { define, type InSandbox, sandboxOption } from '../command.ts';
import { findSandbox } from '../find-sandbox.ts';

export const listCommand = define<InSandbox & { status?: SourceStatus }>({
  usage: 'list',
  about: 'List the data sources of a sandbox.',
  example: 'concierge source list --status active',
  options: [new Option('--status <status>', 'only those').choices(sourceStatuses), sandboxOption],
  run: async (work, { sandbox, status }) => {
    const { sandbox_id, name } = await findSandbox(work, sandbox);
    const sources = await listSources(work.rooms.sources, work.caller, {
      sandbox_id,
      ...(status && { status }),
    });
    const rows = sources.map((source) => [
      source.name,
      source.status,
      source.data_source_id,
      source.base_url,
    ]);
    return {
      text: rows.length === 0 ? `No sources in \`${name}\`.` : columns(rows),
      json: { sources: sources.map(presentSource), count: sources.length },
    };
  },
});
