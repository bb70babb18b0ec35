// Runs conversations by hand and prints them: `npm run talk -- [file] [id]`.
import { startFixtureServers } from '../fixtures/servers.ts';
import { startTestServer } from '../http/test-server.ts';
import { readConversations } from './conversation.ts';
import { printReport, runConversation } from './runner.ts';

const [file = 'test/conversations/basic.jsonl', id] = process.argv.slice(2);
const fixtures = await startFixtureServers();
const server = await startTestServer();
let turns = 0;
let good = 0;
for (const conversation of await readConversations(file)) {
  if (id !== undefined && conversation.id !== id) continue;
  const report = await runConversation(conversation, server, fixtures);
  turns += report.turns.length;
  good += report.turns.filter(({ problems }) => problems.length === 0).length;
  console.log(printReport(report));
}
for (const line of server.lines) if (line.includes('"level":"error"')) console.log(line);
console.log(`${good} of ${turns} turns as expected`);
await server.close();
await fixtures.close();
