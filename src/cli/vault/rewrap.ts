import { ConciergeError } from '../../errors.ts';
import { type Rewrapped, rewrapSecrets } from '../../vault/rewrap.ts';
import { defineOnStore, option } from '../command.ts';

type Options = { newKey?: true };

const inWords = ({ moved, current, staged }: Rewrapped, dropped: number): string =>
  [
    `Sealed anew with the first master key: ${moved}. Sealed with it already: ${current}.`,
    ...(staged > 0
      ? [
          `Waiting in conversations under another key: ${staged}. They are gone within 30 minutes; keep that key until then, and run this again.`,
        ]
      : ['No credential needs another key any more.']),
    ...(dropped > 0 ? ['The old key is out of the key file; backups from before need it.'] : []),
  ].join('\n');

export const rewrap = defineOnStore<Options>({
  usage: 'rewrap',
  about:
    'Seal every stored credential anew with the first master key of CONCIERGE_MASTER_KEY, or of the key file. Cut off, it goes on when it is run again.',
  example: 'CONCIERGE_MASTER_KEY=$NEW,$OLD concierge vault rewrap',
  options: [
    option(
      '--new-key',
      'draw a new key into the key file first, and take the old one out at the end; stop the server before, and keep a copy of the file for your backups',
    ),
  ],
  async run({ store, vault, keyFile }, { newKey }) {
    if (newKey && keyFile === null)
      throw new ConciergeError(
        'precondition_failed',
        'The master keys stand in CONCIERGE_MASTER_KEY: put a new one before them there, and leave out --new-key.',
      );
    const sealing = newKey && keyFile !== null ? await keyFile.renew() : vault;
    const done = await rewrapSecrets({ store, vault: sealing });
    const dropped = keyFile !== null && done.staged === 0 ? await keyFile.dropOld() : 0;
    return { text: inWords(done, dropped), json: { ...done, keys_dropped: dropped } };
  },
});
