import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Credential } from '../domain/credential.ts';
import { validationError } from '../errors.ts';
import type { Work } from './command.ts';
import { createLineReader } from './line-reader.ts';
import { screenOf } from './terminal.ts';
import { usageError } from './usage-error.ts';

/**
 * The credential, never an argument: typed without echo, or with `--token-stdin` all of standard input. Errors:
 * `validation` when the person leaves; a usage error without a terminal and that option.
 */
export const readToken = async (
  { terminal, signal }: Pick<Work, 'terminal' | 'signal'>,
  fromStdin: true | undefined,
): Promise<Credential> => {
  const screen = screenOf(terminal);
  if (screen === null) {
    if (!fromStdin) throw usageError('Give the credential on standard input and add --token-stdin.');
    return new Credential((await text(addAbortSignal(signal, terminal.input))).trim());
  }
  const reader = createLineReader({ input: terminal.input, screen, signal });
  try {
    const typed = await reader.read('Credential (not shown): ', { hidden: true });
    if (typed === null) throw validationError('token', 'No credential was given; nothing was changed.');
    return new Credential(typed.trim());
  } finally {
    reader.close();
  }
};
