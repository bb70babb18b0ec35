type MaybeTty = { isTTY?: boolean };
export type Keyboard = NodeJS.ReadableStream & MaybeTty;
export type Screen = NodeJS.WritableStream & MaybeTty & { columns?: number };

/** The three streams of a command. Each may as well be a pipe or a file. */
export type Terminal = {
  input: Keyboard;
  output: Screen;
  errors: Screen;
  /** True when escape sequences for colours are welcome. */
  colors: boolean;
};

/** Where to ask a person something; null when nobody sits there. Standard output may go to a file meanwhile. */
export const screenOf = ({ input, output, errors }: Terminal): Screen | null => {
  if (!input.isTTY) return null;
  return [output, errors].find(({ isTTY }) => isTTY) ?? null;
};
