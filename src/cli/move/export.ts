import { exportStore } from '../../move/export.ts';
import { defineOnStore } from '../command.ts';
import { writeNewFile } from './files.ts';

export const exportCommand = defineOnStore({
  usage: 'export <file>',
  about:
    'Write everything of all accounts into a new file, credentials sealed as they are. Stop the servers before.',
  example: 'concierge export concierge.jsonl',
  async run({ store, place }, _options, file = '') {
    const summary = await writeNewFile(file, exportStore(store, new Date()));
    const needed =
      summary.master_keys.length === 0
        ? 'No credential is in it.'
        : `To import it, the master key ${summary.master_keys.join(', ')} has to be there too: what stands in CONCIERGE_MASTER_KEY, or in \`master.key\`, of this store.`;
    const text = `${summary.entries} entries of ${place} are in ${file}, SHA-256 ${summary.sha256}.\n${needed}`;
    return { text, json: { file, ...summary } };
  },
});
