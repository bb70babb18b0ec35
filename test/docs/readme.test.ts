import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../entry/start-server.ts';
import { type MessagesApi, type Reply, startMessagesApi } from '../fixtures/messages-api.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { blocksOf, readDocument, root } from './documents.ts';
import { readmeTalk, withTalk } from './talk.ts';

const readme = readDocument('README.md');
const setup = blocksOf(readme, 'sh setup').join('\n');
const cwd = fileURLToPath(root);
const run = promisify(execFile);
const hasTools = await run('bash', ['-c', 'curl --version && npm --version']).then(
  () => true,
  () => false,
);

it('shows a conversation as it runs (else run `node test/docs/update-readme.ts`)', async () => {
  expect(readme).toBe(withTalk(readme, await readmeTalk()));
});

const lookUp: Reply = { says: [{ tool: 'help-desk__find_ticket', input: { ticket_id: 'T-1' } }] };
const answer: Reply = { says: [{ text: 'It is still open.' }] };

/** Where a change is judged nothing is skipped: there a missing tool fails. */
const isSkipped = !hasTools && !process.env.CI;

describe.skipIf(isSkipped)('the commands of README.md (they need bash, curl and npm)', () => {
  let fixtures: FixtureServers;
  let model: MessagesApi;
  let server: ReturnType<typeof startServer>;
  let dataDir: string;
  let variables: Record<string, string>;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'concierge-readme-'));
    fixtures = await startFixtureServers();
    const KEY = 'olk_the_key_of_the_readme';
    model = await startMessagesApi();
    model.script(lookUp, answer, lookUp, answer);
    server = startServer({
      CONCIERGE_DATA_DIR: dataDir,
      CONCIERGE_API_KEY: KEY,
      ANTHROPIC_BASE_URL: model.url,
      CONCIERGE_INTERPRETER: 'offline',
    });
    const [, origin] = await server.printed(/^listening on (\S+)$/m);
    const [sandbox] = await server.printed(/sb_\w{26}/);
    variables = {
      KEY,
      BASE: `${origin}/api/v1/storage/sandboxes/${sandbox}`,
      SERVER: fixtures.url('bearer'),
      TOKEN: fixtures.token.good,
      CONCIERGE_DATA_DIR: dataDir,
    };
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    await server.ended;
    await model.close();
    await fixtures.close();
    await rm(dataDir, { recursive: true });
  });

  it('work one after the other and show no token', { timeout: 120_000 }, async () => {
    let said = '';
    for (const block of blocksOf(readme, 'sh run')) {
      const [SESSION = ''] = /ss_\w{26}/.exec(said) ?? [];
      const { PATH = '', HOME = '' } = process.env;
      const env = { PATH, HOME, npm_config_offline: 'true', ...variables, SESSION };
      const { stdout } = await run('bash', ['-euc', `set -o pipefail\n${setup}\n${block}`], { cwd, env });
      said += stdout;
    }
    expect(said).toContain('Ticket desk is registered and active');
    expect(said).toContain('Help desk is registered and active');
    expect(said).toContain('"tool_names_advertised":["help-desk__create_ticket"');
    expect(said).toContain('ticket T-1');
    expect(said).toContain('"output_text":"It is still open."');
    // Two runs, each with a call of a tool and an answer from it.
    expect(model.requests).toHaveLength(4);
    expect(said).not.toContain(fixtures.token.good);
  });

  it('are those that a person needs', () => {
    expect(setup).toContain('curl');
    expect(blocksOf(readme, 'sh run').length).toBeGreaterThanOrEqual(6);
  });
});
