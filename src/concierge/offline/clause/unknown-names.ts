import type { Command } from '../../commands.ts';
import { unknownName } from '../tokens/references.ts';
import { stranger } from './each-source.ts';
import type { Said } from './said.ts';

/** "throw Zanzibar out": spelled as a name. */
const capitalName = ({ phrase }: Said): string | undefined => {
  const found = unknownName(phrase, 1);
  return found !== undefined && /^\p{Lu}/u.test(found) ? found : undefined;
};

/** "kill linear": only what is named. */
export const revokeUnknown = (said: Said): Command[] | null => {
  const source = said.features.has('drop') ? stranger(said, 'drop') : capitalName(said);
  return source === undefined ? null : [{ command: 'revoke', source }];
};

/** "Zeta should be called Zulu": nobody is called so. */
export const renameUnknown = (said: Said): Command[] | null => {
  const source = stranger(said, 'rename');
  return source === undefined ? null : [{ command: 'update', source, name: said.name! }];
};
