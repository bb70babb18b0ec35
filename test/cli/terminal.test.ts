import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { useDataDir } from './data-dir.ts';
import {
  hasPseudoTerminal,
  keysOf,
  type PseudoTerminal,
  pasted,
  startOnTerminal,
} from './pseudo-terminal.ts';
import { runConcierge } from './run-concierge.ts';

const { enter, up, interrupt, end } = keysOf;
const visiblePrompt = /you > /;
const hiddenPrompt = /you \(not shown\) > /;
const env = useDataDir();
let fixtures: FixtureServers;
const started: PseudoTerminal[] = [];

const start = (args: string[], more: Record<string, string> = {}): PseudoTerminal => {
  const terminal = startOnTerminal(args, { ...env, ...more });
  started.push(terminal);
  return terminal;
};

beforeAll(async () => {
  fixtures = await startFixtureServers();
});
afterEach(() => {
  for (const terminal of started.splice(0)) terminal.kill();
});
afterAll(() => fixtures.close());

// Elsewhere a pseudo-terminal needs a native module.
describe.skipIf(!hasPseudoTerminal)('a conversation at a terminal', () => {
  it('hides the credential while it is typed, and afterwards', async () => {
    const { good } = fixtures.token;
    const terminal = start(['chat']);
    await terminal.shows(visiblePrompt);
    terminal.type(`add ${fixtures.url('bearer')} with a bearer token${enter}`);
    await terminal.shows(hiddenPrompt);
    terminal.type(good + enter);
    await terminal.shows(/Credential received/);
    await terminal.shows(visiblePrompt);
    terminal.type(up);
    await terminal.shows(/with a bearer token/);
    terminal.type(`\x15tickets${enter}`);
    await terminal.shows(/1 Register it.*you > /s);
    terminal.type(`1${enter}`);
    await terminal.shows(/tickets is registered and active/);
    expect(terminal.screen()).not.toContain(good);
    terminal.type(end);
    expect(await terminal.ended).toBe(0);
  });

  it('takes what is pasted on several lines as one message', async () => {
    const terminal = start(['chat']);
    await terminal.shows(visiblePrompt);
    terminal.type(pasted(`add my server\n${fixtures.url('open')}\nno auth, call it pasted`));
    terminal.type(enter);
    await terminal.shows(/Label: pasted/);
  });

  it('puts what is typed too early into the next prompt, and sends it only then', async () => {
    const terminal = start(['chat']);
    await terminal.shows(visiblePrompt);
    terminal.type(`add ${fixtures.url('open')}, no auth, call it early${enter}yes${enter}`);
    await terminal.shows(/Shall I register it.*you > .*yes/s);
    terminal.type(enter);
    await terminal.shows(/early is registered/);
  });

  it('keeps a token that is typed too early for the prompt that hides it', async () => {
    const { good } = fixtures.token;
    const terminal = start(['chat']);
    await terminal.shows(visiblePrompt);
    const [url, name] = [fixtures.url('bearer'), 'ahead'];
    terminal.type(`hello${enter}add ${url} with a bearer token${enter}${good}${enter}${name}${enter}`);
    await terminal.shows(/you > .*with a bearer token/s);
    terminal.type(enter);
    await terminal.shows(hiddenPrompt);
    terminal.type(enter);
    await terminal.shows(/Credential received.*you > .*ahead/s);
    expect(terminal.screen()).not.toContain(good);
  });

  it('tells of a message that cannot be taken, and goes on', async () => {
    await runConcierge(['sandbox', 'create', 'short'], env);
    const terminal = start(['chat', '--sandbox', 'short']);
    await terminal.shows(visiblePrompt);
    await runConcierge(['sandbox', 'suspend', 'short'], env);
    terminal.type(`hello${enter}`);
    await terminal.shows(/suspended.*you > /s);
    await runConcierge(['sandbox', 'reactivate', 'short'], env);
    terminal.type(`hello${enter}`);
    await terminal.shows(/Hello/);
    terminal.type(end);
    expect(await terminal.ended).toBe(0);
  });

  it('is left with Ctrl-C, and gone on with', async () => {
    const first = start(['chat']);
    await first.shows(visiblePrompt);
    first.type(`add ${fixtures.url('legacy')}${enter}`);
    await first.shows(/2 Bearer token.*you > /s);
    first.type(interrupt);
    expect(await first.ended).toBe(0);
    const session = /ss_\w{26}/.exec(first.screen())![0];
    const second = start(['chat', '--session', session]);
    await second.shows(/2 Bearer token.*you > /s);
  });

  it.each([
    ['with colours', {}, true],
    ['without, when NO_COLOR is set', { NO_COLOR: '1' }, false],
  ])('is shown %s', async (_, more, colored) => {
    const terminal = start(['chat'], more);
    await terminal.shows(visiblePrompt);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with the escape character.
    expect(/\x1b\[[12]m/.test(terminal.screen())).toBe(colored);
  });
});

describe.skipIf(!hasPseudoTerminal)('a command at a terminal', () => {
  it('asks for the credential without showing it', async () => {
    const { good } = fixtures.token;
    const where = ['--url', fixtures.url('header'), '--header', 'X-Api-Key'];
    const terminal = start(['source', 'user-mcp', 'add', 'customers', ...where]);
    await terminal.shows(/Credential \(not shown\): /);
    terminal.type(good + enter);
    await terminal.shows(/status +\S*active/);
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).not.toContain(good);
  });

  it.each([
    ['y', 0, 0],
    ['n', 1, 1],
    [interrupt, 1, 1],
  ])('asks before it deletes: %j', async (answer, code, left) => {
    await runConcierge(['sandbox', 'create', 'doomed'], env);
    const terminal = start(['sandbox', 'delete', 'doomed']);
    await terminal.shows(/Delete the sandbox doomed with everything in it\? \[y\/N\] /);
    terminal.type(answer + enter);
    expect(await terminal.ended).toBe(code);
    const { stdout } = await runConcierge(['sandbox', 'list'], env);
    expect(stdout.match(/doomed/g) ?? []).toHaveLength(left);
  });
});
