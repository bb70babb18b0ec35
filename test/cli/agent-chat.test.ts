import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMessagesApi } from '../fixtures/messages-api.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { useDataDir } from './data-dir.ts';
import { hasPseudoTerminal, keysOf, startOnTerminal } from './pseudo-terminal.ts';
import { runConcierge } from './run-concierge.ts';

const env = useDataDir();
let api: Awaited<ReturnType<typeof startMessagesApi>>;
let fixtures: FixtureServers;

beforeAll(async () => {
  [api, fixtures] = await Promise.all([startMessagesApi(), startFixtureServers()]);
  await runConcierge(['source', 'user-mcp', 'add', 'docs', '--url', fixtures.url('open')], env);
  await runConcierge(['agent', 'create', 'support'], env);
});
afterAll(() => Promise.all([api.close(), fixtures.close()]));

const withModel = () => ({ ...env, ANTHROPIC_BASE_URL: api.url });
const chat = (lines: string[], args: string[] = []) =>
  runConcierge(['agent', 'chat', 'support', ...args], withModel(), `${lines.join('\n')}\n`);
const searching = { tool: 'docs__search_docs', input: { query: 'cats' } };

describe('a conversation with an agent that is piped', () => {
  it('prints each answer and an empty line after it, and can be gone on with', async () => {
    api.script({ says: [searching] }, { says: [{ text: 'Cats sleep.' }] }, { says: [{ text: 'Bye.' }] });
    const first = await chat(['what do cats do?', '', 'thanks']);
    expect(first).toMatchObject({ code: 0, stdout: 'Cats sleep.\n\nBye.\n\n' });
    const session = /agent chat support --session (ss_\w{26})\n$/.exec(first.stderr)![1]!;
    api.script({ says: [{ text: 'As I said.' }] });
    expect((await chat(['again'], ['--session', session])).stdout).toBe('As I said.\n\n');
    expect(JSON.stringify(api.requests.at(-1)!.body.messages)).toContain('Cats sleep.');
  });

  it('prints its runs as one document with --json', async () => {
    api.script({ says: [searching] }, { says: [{ text: 'Cats sleep.' }] });
    const { code, stdout, stderr } = await chat(['what do cats do?'], ['--json']);
    const { session_id, runs } = JSON.parse(stdout);
    expect(runs).toMatchObject([{ status: 'succeeded', output_text: 'Cats sleep.' }]);
    expect(runs[0].provider_session_id).toBe(session_id);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('tells of a run that failed, goes on, and exits with 1', async () => {
    api.script({ status: 400 }, { says: [{ text: 'Better.' }] });
    const { code, stdout } = await chat(['one', 'two']);
    expect(stdout).toMatch(/^The API of the language model refused.*\n\nBetter\.\n\n$/s);
    expect(code).toBe(1);
  });

  it('keeps what was said before a failure apart from what is told of it', async () => {
    api.script({ says: [{ text: 'Half an' }], stop: 'max_tokens' });
    expect((await chat(['one'])).stdout).toMatch(/^Half an\n\nThe answer was cut.*\n\n$/);
  });

  it.each([
    ['without a model', ['support'], () => env, /^No language model is set up.*ANTHROPIC_API_KEY/],
    ['with an unknown agent', ['nobody'], withModel, /no such agent/],
  ])('%s says why in a sentence, before it reads anything', async (_, args, variables, sentence) => {
    const { code, stdout, stderr } = await runConcierge(['agent', 'chat', ...args], variables(), 'hello\n');
    expect(stderr).toMatch(sentence);
    expect([code, stdout]).toEqual([1, '']);
  });
});

describe('the runs of an agent', () => {
  it('are listed newest first, with why one failed, and a page at a time', async () => {
    api.script({ says: [{ text: 'Good.' }] }, { status: 400 });
    await chat(['one', 'two']);
    const runs = (...args: string[]) => runConcierge(['agent', 'runs', 'support', ...args], env);
    const { stdout } = await runs('--limit', '2');
    expect(stdout).toMatch(/^rn_\w{26} {2}failed .*\n {2}The API .*\nrn_\w{26} {2}succeeded .*calls: 0\n$/);
    const [newest] = JSON.parse((await runs('--json', '--limit', '1')).stdout).runs;
    const next = JSON.parse((await runs('--json', '--limit', '1', '--before', newest.run_id)).stdout);
    expect(next).toMatchObject({ count: 1, runs: [{ output_text: 'Good.' }] });
  });

  it('are said to be none before the first', async () => {
    await runConcierge(['agent', 'create', 'idle'], env);
    expect((await runConcierge(['agent', 'runs', 'idle'], env)).stdout).toBe('`idle` has no runs.\n');
  });
});

// Elsewhere a pseudo-terminal needs a native module.
describe.skipIf(!hasPseudoTerminal)('a conversation with an agent at a terminal', () => {
  it('shows the text as it comes, and is left with Ctrl-C while the agent speaks', async () => {
    api.script({ hangs: [{ text: 'I am still thinking' }] });
    const terminal = startOnTerminal(['agent', 'chat', 'support'], withModel());
    await terminal.shows(/Talk to support.*you > /s);
    terminal.type(`hello${keysOf.enter}`);
    await terminal.shows(/still thinking/);
    terminal.type(keysOf.interrupt);
    expect(await terminal.ended).toBe(0);
    const { stdout } = await runConcierge(['agent', 'runs', 'support', '--limit', '1', '--json'], env);
    expect(JSON.parse(stdout).runs[0]).toMatchObject({ status: 'cancelled' });
  });
});
