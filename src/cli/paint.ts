import { styleText } from 'node:util';
import type { Terminal } from './terminal.ts';

const colorOf = {
  active: 'green',
  succeeded: 'green',
  ok: 'green',
  paused: 'yellow',
  suspended: 'yellow',
  changed: 'yellow',
  warning: 'yellow',
  error: 'red',
  failed: 'red',
  timeout: 'red',
  broken: 'red',
  held: 'red',
  unusable: 'red',
  disconnected: 'dim',
  archived: 'dim',
  cancelled: 'dim',
} as const;
type Status = keyof typeof colorOf;

/** A status that is a whole cell of a table. */
const cell = new RegExp(`(?<=^| {2})(?:${Object.keys(colorOf).join('|')})(?=$| {2})`, 'gm');

/** A table whose statuses have colours where they are welcome; it must hold no escape sequence yet. */
export const paint = ({ colors }: Pick<Terminal, 'colors'>, text: string): string =>
  colors
    ? text.replace(cell, (status) => styleText(colorOf[status as Status], status, { validateStream: false }))
    : text;
