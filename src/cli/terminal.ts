/** For Node only. */
import type { ReadStream, WriteStream } from 'node:tty';

/** The three streams of a command. Each may as well be a pipe or a file. */
export type Terminal = {
  input: ReadStream;
  output: WriteStream;
  errors: WriteStream;
  /** True when escape sequences for colours are welcome. */
  colors: boolean;
};

/** Where to ask a person something; null when nobody sits there. Standard output may go to a file meanwhile. */
export const screenOf = ({ input, output, errors }: Terminal): WriteStream | null => {
  if (!input.isTTY) return null;
  return [output, errors].find(({ isTTY }) => isTTY) ?? null;
};
