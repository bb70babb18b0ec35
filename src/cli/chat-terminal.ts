/** For Node only. */
import { styleText } from 'node:util';
import type { TurnEvent } from '../concierge/events.ts';
import { visibleText } from '../domain/text.ts';
import { createLineReader } from './line-reader.ts';
import type { Talk, TalkState } from './talk.ts';
import type { Screen, Terminal } from './terminal.ts';

type Style = (text: string) => string;

const eraseLine = '\r\x1b[2K';

const stylesFor = (colors: boolean): { dim: Style; bold: Style; red: Style } => {
  const style = (name: 'dim' | 'bold' | 'red') => (text: string) =>
    colors ? styleText(name, text, { validateStream: false }) : text;
  return { dim: style('dim'), bold: style('bold'), red: style('red') };
};

/** Writes a turn as it comes, with a `…` that stands where the next words will be while a tool runs. */
const createPrinter = (screen: Screen, { dim, red }: ReturnType<typeof stylesFor>) => {
  let waiting = false;
  let written = '';

  const write = (text: string): void => {
    const gap = waiting && written !== '' && text.startsWith('\n') ? text.slice(1) : text;
    waiting = false;
    written += gap;
    screen.write(gap);
  };
  return ({ event, data }: TurnEvent): void => {
    if (event === 'agent_text_delta') write(visibleText(data.text));
    if (event === 'agent_error') write(red(data.message));
    if (event === 'agent_tool_call') screen.write(`${written === '' || waiting ? '' : '\n'}${dim('…')}`);
    if (event === 'agent_tool_result') screen.write(eraseLine);
    waiting ||= event === 'agent_tool_call';
  };
};

/** The answers that can be given by number; a question whose one option is to cancel shows none. */
const numberedOptions = (state: TalkState | null): TalkState['options'] =>
  state === null || state.options.length < 2 ? [] : state.options;

export type TerminalChat = {
  terminal: Terminal;
  screen: Screen;
  leave: AbortController;
  /** The first line that is shown. */
  hint: string;
};

/** A conversation with a person at a terminal; Ctrl-C and Ctrl-D end it, and what is asked in secret is not shown. */
export const chatOnTerminal = async (
  talk: Talk,
  { terminal, screen, leave, hint }: TerminalChat,
): Promise<void> => {
  const styles = stylesFor(terminal.colors);
  const reader = createLineReader({
    input: terminal.input,
    screen,
    signal: leave.signal,
    onInterrupt: () => leave.abort(),
  });
  screen.write(styles.dim(`${hint}\n`));
  if (talk.lastReply !== null) screen.write(`\n${visibleText(talk.lastReply)}\n\n`);
  try {
    while (!leave.signal.aborted) {
      const state = talk.state();
      const options = numberedOptions(state);
      const shown = options.map(({ label }, index) => `${index + 1} ${label}`).join('   ');
      if (shown !== '') screen.write(`${styles.dim(visibleText(shown))}\n`);
      const hidden = state?.secret_input === true;
      const text = await reader.read(styles.bold(hidden ? 'you (not shown) > ' : 'you > '), { hidden });
      if (text === null) break;
      if (text.trim() === '') continue;
      screen.write('\n');
      const option = hidden ? undefined : options[Number(text) - 1];
      const print = createPrinter(screen, styles);
      await (option ? talk.choose(option.id, print) : talk.say(text, print));
      screen.write('\n\n');
    }
  } finally {
    // An open reader would keep the process waiting for keys.
    reader.close();
  }
};
