import { beforeAll, describe, expect, it } from 'vitest';
import { createRunner, type Runner } from './run-in-process.ts';

let concierge: Runner;
beforeAll(async () => {
  concierge = await createRunner();
});

/** Every command that outsiders rely on. */
const commands = [
  ...['chat', 'serve', 'mcp', 'doctor', 'completion', 'account create'],
  ...['list', 'show', 'rename', 'pause', 'resume', 'delete'].map((name) => `source ${name}`),
  ...['add', 'test', 'update', 'revoke'].map((name) => `source user-mcp ${name}`),
  ...['create', 'list', 'show', 'update', 'archive', 'tools', 'call', 'chat', 'runs'].map(
    (name) => `agent ${name}`,
  ),
  ...['create', 'list', 'show', 'suspend', 'reactivate', 'archive', 'delete'].map(
    (name) => `sandbox ${name}`,
  ),
  ...['create', 'list', 'revoke'].map((name) => `apikey ${name}`),
];
const groups = ['', 'source', 'source user-mcp', 'agent', 'sandbox', 'account', 'apikey'];
const help = (command: string) => concierge([...command.split(' ').filter(Boolean), '--help']);

describe('help', () => {
  it.each(commands)('of `%s` shows how it is used, with an example', async (command) => {
    const { code, stdout, stderr } = await help(command);
    expect(stdout).toMatch(new RegExp(`^Usage: concierge ${command}(?: |$)`, 'm'));
    expect(stdout).toMatch(new RegExp(`^Examples?:\\n(?:  .*\\n)*? .*concierge ${command}`, 'm'));
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('reads as it did when it was last looked at', async () => {
    const pages = [];
    for (const command of [...groups, ...commands]) pages.push((await help(command)).stdout);
    await expect(pages.join('\n────\n\n')).toMatchFileSnapshot('help.txt');
  });
});
