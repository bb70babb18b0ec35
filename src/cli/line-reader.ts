/** For Node only. */
import { createInterface, type Key } from 'node:readline';
import { Writable } from 'node:stream';
import type { Keyboard, Screen } from './terminal.ts';

export type LineReader = {
  /**
   * What the person enters next: a line, or the lines that were pasted with it. Hidden: nothing of it is shown or
   * kept in the history. Null: they leave (Ctrl-C, Ctrl-D).
   */
  read(prompt: string, options?: { hidden?: boolean }): Promise<string | null>;
  close(): void;
};

export type LineReaderOptions = {
  input: Keyboard;
  screen: Screen;
  /** Ends the reading, as when the person leaves. */
  signal: AbortSignal;
  /** Told of a Ctrl-C while nothing is read. */
  onInterrupt?: () => void;
};

const pasteMarks = { on: '\x1b[?2004h', off: '\x1b[?2004l' };
const continuation = '… ';

/**
 * Reads from a terminal in raw mode. While nothing is read, what is typed is not shown; it then stands in the next
 * prompt, a line in each, to be sent or changed: an answer is never taken for a question that was not yet seen.
 */
export const createLineReader = ({ input, screen, signal, onInterrupt }: LineReaderOptions): LineReader => {
  let echo = false;
  let pasting = false;
  let closed = false;
  const ahead: string[] = [];
  let pasted: string[] = [];
  let settle: ((text: string | null) => void) | null = null;

  const echoed = new Writable({
    write(chunk, _encoding, done) {
      if (echo) screen.write(chunk);
      done();
    },
  });
  // Readline asks its output for the width to break long lines by.
  Object.defineProperty(echoed, 'columns', { get: () => screen.columns });
  const lines = createInterface({ input, output: echoed, terminal: true, historySize: 200, signal });
  screen.write(pasteMarks.on);

  const finish = (text: string | null): void => {
    if (!echo || text === null) screen.write('\n');
    echo = false;
    settle?.(text);
    settle = null;
  };
  const notePaste = (_text: string | undefined, { name }: Key): void => {
    if (name === 'paste-start' || name === 'paste-end') pasting = name === 'paste-start';
  };

  input.on('keypress', notePaste);
  lines.on('history', (history: string[]) => {
    if (!echo) history.shift();
  });
  lines.on('line', (line) => {
    if (pasting) {
      pasted.push(line);
      if (settle === null) return;
      lines.setPrompt(continuation);
      lines.prompt();
      return;
    }
    const entered = [...pasted, line];
    pasted = [];
    if (settle === null) ahead.push(entered.join(' '));
    else finish(entered.join('\n'));
  });
  lines.on('SIGINT', () => {
    if (settle === null) onInterrupt?.();
    else finish(null);
  });
  lines.on('close', () => {
    closed = true;
    input.off('keypress', notePaste);
    screen.write(pasteMarks.off);
    if (settle !== null) finish(null);
  });

  /** Puts the first line that was typed ahead into the prompt, where it is still only being written. */
  const offerAhead = (): void => {
    if (lines.line !== '' && ahead.length > 0) ahead.push(lines.line);
    const text = ahead.shift();
    if (text === undefined) return;
    lines.write(null, { ctrl: true, name: 'e' });
    lines.write(null, { ctrl: true, name: 'u' });
    lines.write(text);
  };

  return {
    read: (prompt, { hidden = false } = {}) => {
      if (closed) return Promise.resolve(null);
      return new Promise((resolve) => {
        settle = resolve;
        echo = !hidden;
        if (hidden) screen.write(prompt);
        lines.setPrompt(prompt);
        lines.prompt(true);
        offerAhead();
      });
    },
    close: () => lines.close(),
  };
};
