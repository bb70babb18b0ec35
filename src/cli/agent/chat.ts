import { chatPiped } from '../chat-piped.ts';
import { chatOnTerminal } from '../chat-terminal.ts';
import { type AddCommand, type InSandbox, sandboxOption } from '../command.ts';
import { findAgent } from '../find-agent.ts';
import { screenOf } from '../terminal.ts';
import { createAgentTalk } from './agent-talk.ts';

const summary = 'Talk to an agent in the terminal.';
const about = `${summary}

When standard input is not a terminal, it is read as one message a line; only
its answers are printed, each followed by an empty line. Exit 1 when a run
failed. It takes a language model: set ANTHROPIC_API_KEY.`;

const example = `
Examples:
  concierge agent chat support
  echo 'Is ticket T-1 still open?' | concierge agent chat support --json`;

type Options = InSandbox & { session?: string; json?: true };

export const chatCommand: AddCommand = (parent, cli, settle) => {
  const command = parent
    .command('chat <slug>')
    .summary(summary)
    .description(about)
    .addOption(sandboxOption)
    .option('--session <id>', 'the conversation to go on with')
    .option('--json', 'print one JSON document at the end: the runs')
    .addHelpText('after', example);
  command.action(async () => {
    const { sandbox, session = null, json } = command.opts<Options>();
    const [slug = ''] = command.args;
    const { terminal, stopping } = cli;
    const { input, output, errors } = terminal;
    const { signal } = stopping;
    const opened = await cli.openApi();
    try {
      const { param } = await findAgent(opened, slug, sandbox);
      const talk = createAgentTalk({ ...opened, param, session_id: session, signal });
      const screen = json ? null : screenOf(terminal);
      const hint = `Talk to ${slug}. Ctrl-D ends it.`;
      if (screen !== null) await chatOnTerminal(talk, { terminal, screen, leave: stopping, hint });
      else await chatPiped(talk, input, json ? null : output, signal);
      const session_id = talk.session_id();
      if (json) output.write(`${JSON.stringify({ session_id, runs: await talk.runs() }, null, 2)}\n`);
      else if (session_id !== null)
        errors.write(
          `To go on with this conversation: ${cli.calledAs} agent chat ${slug} --session ${session_id}\n`,
        );
      settle(talk.failed() ? 1 : 0);
    } finally {
      await opened.close();
    }
  });
};
