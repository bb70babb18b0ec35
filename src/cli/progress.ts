import { styleText } from 'node:util';
import type { Terminal } from './terminal.ts';

/** What is done by then needs no word of it, in ms. */
const quietMs = 400;
const eraseLine = '\r\x1b[2K';

/** Says at a terminal, on standard error, what is being waited for, and for how long; the returned function ends it. */
export const showProgress = ({ errors, colors }: Terminal, what: string): (() => void) => {
  if (!errors.isTTY) return () => undefined;
  const started = Date.now();
  let shown = false;
  const tick = (): void => {
    const seconds = Math.floor((Date.now() - started) / 1000);
    const line = `${what} …${seconds === 0 ? '' : ` ${seconds} s`}`;
    errors.write(`${eraseLine}${colors ? styleText('dim', line, { validateStream: false }) : line}`);
    shown = true;
  };
  let timer = setTimeout(() => {
    tick();
    timer = setInterval(tick, 1000);
  }, quietMs);
  return () => {
    clearTimeout(timer);
    if (shown) errors.write(eraseLine);
    shown = false;
  };
};
