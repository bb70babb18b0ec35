import { importStore } from '../../move/import.ts';
import { defineOnStore } from '../command.ts';
import { linesOf } from './files.ts';

export const importCommand = defineOnStore({
  usage: 'import <file>',
  about:
    'Bring an export into a store without accounts and compare all of it with the file. Cut off, it goes on when it is run again.',
  example: 'REDIS_URL=redis://127.0.0.1 CONCIERGE_MASTER_KEY=$NEW,$OLD concierge import concierge.jsonl',
  async run({ store, vault, place }, _options, file = '') {
    const done = await importStore({ store, vault }, await linesOf(file));
    const before = done.found === 0 ? '' : `, ${done.found} of them from an import before`;
    const text =
      `${done.entries} entries of ${file} are in ${place}${before}. Read back and compared: SHA-256 ${done.sha256}.\n` +
      'Credentials are sealed with the first master key of this store; it needs no other.';
    return { text, json: { file, ...done } };
  },
});
