import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { startTestServer, type TestServer } from '../http/test-server.ts';
import { hasPseudoTerminal, keysOf, type PseudoTerminal, startOnTerminal } from './pseudo-terminal.ts';
import { type Ran, runConcierge } from './run-concierge.ts';

const { enter, interrupt } = keysOf;
let server: TestServer;
let env: Record<string, string>;
let slow: CustomServer;
let terminal: PseudoTerminal;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  env = { CONCIERGE_URL: server.origin, CONCIERGE_API_KEY: await server.newAccount() };
  slow = await startCustomServer({ hang: ['tools/list'] });
});
afterEach(async () => {
  terminal.kill();
  await slow.close();
});
afterAll(() => server.close());

const concierge = (...args: string[]): Promise<Ran> => runConcierge(args, env);
const isChecked = () => vi.waitUntil(() => slow.count('tools/list') === 1, { timeout: 20_000 });
const answerAtLast = (): void => {
  slow.behave({ hang: [] });
  slow.cut();
};
/** The one source, once its check has ended. */
const checkedSource = () =>
  vi.waitUntil(
    async () => {
      const [source] = JSON.parse((await concierge('source', 'list', '--json')).stdout).sources;
      return source?.health_error === 'not checked yet' ? undefined : source;
    },
    { timeout: 20_000, interval: 500 },
  );

describe.skipIf(!hasPseudoTerminal)('Ctrl-C while a server is at work', () => {
  it('leaves a conversation at once; what has begun is finished there, and can be gone on with', async () => {
    terminal = startOnTerminal(['chat'], env);
    await terminal.shows(/you > /);
    terminal.type(`add ${slow.url}, no auth, call it Held${enter}`);
    await terminal.shows(/1 Register it.*you > /s);
    terminal.type(`1${enter}`);
    await isChecked();
    terminal.type(interrupt);
    expect(await terminal.ended).toBe(0);
    answerAtLast();
    expect(await checkedSource()).toMatchObject({ name: 'Held', status: 'error' });
    const session = /ss_\w{26}/.exec(terminal.screen())![0];
    terminal = startOnTerminal(['chat', '--session', session], env);
    await terminal.shows(/Held did not pass its check.*you > /s);
  });

  it('leaves a command with 130, and nothing half registered', async () => {
    const where = ['--url', slow.url, '--auth', 'none'];
    terminal = startOnTerminal(['source', 'user-mcp', 'add', 'Held', ...where], env);
    await isChecked();
    terminal.type(interrupt);
    await terminal.shows(/Left\. What the server has begun it finishes/);
    expect(await terminal.ended).toBe(130);
    answerAtLast();
    const { data_source_id } = await checkedSource();
    const again = await concierge('source', 'user-mcp', 'test', data_source_id, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ status: 'active', name: 'Held' });
  });
});
