import type { Answer, Work } from './command.ts';
import { createLineReader } from './line-reader.ts';
import { screenOf } from './terminal.ts';
import { usageError } from './usage-error.ts';

const agrees = (answer: string | null): boolean => /^\s*y(?:es)?\s*$/i.test(answer ?? '');

/**
 * Asks before what cannot be undone, unless `--yes` was given; false when it is declined. Without a terminal,
 * `--yes` is required: a usage error.
 */
export const confirm = async (
  { terminal, signal }: Pick<Work, 'terminal' | 'signal'>,
  yes: true | undefined,
  question: string,
): Promise<boolean> => {
  if (yes) return true;
  const screen = screenOf(terminal);
  if (screen === null) throw usageError('This cannot be undone: add --yes to do it without being asked.');
  const reader = createLineReader({ input: terminal.input, screen, signal });
  try {
    return agrees(await reader.read(`${question} [y/N] `));
  } finally {
    reader.close();
  }
};

/** The answer to a no. */
export const declined: Answer = {
  text: 'Nothing was changed.',
  json: { success: false, message: 'Nothing was changed.' },
  failed: true,
};
