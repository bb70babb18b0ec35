import { chatPiped } from './chat-piped.ts';
import { chatOnTerminal } from './chat-terminal.ts';
import { type AddCommand, sandboxOption } from './command.ts';
import type { OpenApi } from './doors.ts';
import { ensureSandbox, findSandbox } from './find-sandbox.ts';
import { createTalk } from './talk.ts';
import { screenOf } from './terminal.ts';

const summary = 'Talk to the Concierge in the terminal.';
const about = `${summary}

When standard input is not a terminal, it is read as one message a line; only the
replies are printed, each followed by an empty line. Exit 1 when a turn failed
through a fault of Concierge.`;

const example = `
Examples:
  concierge chat
  printf 'add my server http://127.0.0.1:9000/mcp, no auth, call it docs\\nyes\\n' | concierge chat`;

const hintOf = ({ server }: OpenApi): string =>
  `Say what you want to do, or \`help\`. Ctrl-D ends it.${server === null ? '' : ` This is ${server}.`}`;

type Options = { sandbox?: string; session?: string };

export const chat: AddCommand = (parent, cli, settle) => {
  const command = parent
    .command('chat')
    .summary(summary)
    .description(about)
    .addOption(sandboxOption)
    .option('--session <id>', 'the conversation to go on with')
    .addHelpText('after', example);
  command.action(async () => {
    const { sandbox, session = null } = command.opts<Options>();
    const { terminal, stopping } = cli;
    const opened = await cli.openApi();
    try {
      const { sandbox_id } =
        sandbox === undefined ? await ensureSandbox(opened) : await findSandbox(opened, sandbox);
      const talk = await createTalk({ ...opened, sandbox_id, session_id: session, signal: stopping.signal });
      const screen = screenOf(terminal);
      if (screen === null) await chatPiped(talk, terminal.input, terminal.output, stopping.signal);
      else await chatOnTerminal(talk, { terminal, screen, leave: stopping, hint: hintOf(opened) });
      const session_id = talk.session_id();
      if (session_id !== null)
        terminal.errors.write(
          `To go on with this conversation: ${cli.calledAs} chat --session ${session_id}\n`,
        );
      settle(talk.failed() ? 1 : 0);
    } finally {
      await opened.close();
    }
  });
};
