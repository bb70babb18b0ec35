import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { startTestServer, type TestServer } from '../http/test-server.ts';
import { isOnWorkerd } from '../workerd/runtime.ts';
import { readConversations } from './conversation.ts';
import { filesWithToken, holdsToken } from './leaks.ts';
import { type ConversationReport, printReport, runConversation } from './runner.ts';

const folder = new URL('.', import.meta.url);
/** What was written to try the understanding says nothing of a runtime, and takes long there. */
const triesWords = (name: string): boolean => name.startsWith('unseen');
const files = (await readdir(folder)).filter(
  (name) => name.endsWith('.jsonl') && !(isOnWorkerd && triesWords(name)),
);
/** The share of turns, in percent, below which a file fails. */
const wanted = 100;

let fixtures: FixtureServers;
let server: TestServer;

beforeAll(async () => {
  fixtures = await startFixtureServers();
  server = await startTestServer();
});
afterAll(async () => {
  await server.close();
  await fixtures.close();
});

const isGood = ({ turns }: ConversationReport): boolean =>
  turns.every(({ problems }) => problems.length === 0);

/** Prints what went wrong and the share of turns that are as expected, which it returns in percent. */
const sum = (file: string, reports: ConversationReport[]): number => {
  const turns = reports.flatMap((report) => report.turns);
  const good = turns.filter(({ problems }) => problems.length === 0).length;
  const share = (100 * good) / turns.length;
  for (const report of reports) if (!isGood(report)) console.log(printReport(report));
  console.log(`${file}: ${good} of ${turns.length} turns as expected (${share.toFixed(1)} %)`);
  return share;
};

describe('the conversations', () => {
  it.each(files)('of %s go as expected and give no token away', { timeout: 300_000 }, async (file) => {
    const reports: ConversationReport[] = [];
    for (const conversation of await readConversations(new URL(file, folder)))
      reports.push(await runConversation(conversation, server, fixtures));
    expect(sum(file, reports)).toBeGreaterThanOrEqual(wanted);
    expect(reports.flatMap(({ id, leaks }) => leaks.map((leak) => `${id}: ${leak}`))).toEqual([]);
    expect(server.lines.filter((line) => holdsToken(line, fixtures))).toEqual([]);
    expect(await filesWithToken(server.dataDir, fixtures)).toEqual([]);
  });

  it('are searched for tokens by a search that finds them', async () => {
    const { good } = fixtures.token;
    for (const text of [good, `a${btoa(good)}`, btoa(`x${good}`), btoa(`Bearer: ${good}`)])
      expect(holdsToken(`{"text":"${text}"}`, fixtures)).toBe(true);
    expect(holdsToken('{"text":"[credential]"}', fixtures)).toBe(false);
  });
});
