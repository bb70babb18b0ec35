import { basename } from 'node:path';
import { readConversations } from '../test/conversations/conversation.ts';
import { runConversation } from '../test/conversations/runner.ts';
import type { FixtureServers } from '../test/fixtures/servers.ts';
import type { TestServer } from '../test/http/test-server.ts';
import type { Judged } from './tally.ts';

/** Runs a file of conversations once, over HTTP; its name is the category. */
export async function* judgeConversations(
  file: string,
  server: TestServer,
  fixtures: FixtureServers,
): AsyncGenerator<Judged> {
  for (const conversation of await readConversations(file)) {
    const { id, turns } = await runConversation(conversation, server, fixtures);
    for (const [at, { problems, seen, ms, usage }] of turns.entries()) {
      // As the file has it: the addresses and tokens of the fixtures change with every run.
      const { expect = {}, ...input } = conversation.turns[at]!;
      const wanted = expect.tools_called;
      yield {
        category: basename(file, '.jsonl'),
        id: `${id} ${at + 1}`,
        say: 'say' in input ? input.say : JSON.stringify(input),
        problems,
        commands: wanted ? { wanted, got: seen.toolsCalled } : null,
        ms: 'say' in input ? ms : null,
        usage,
      };
    }
  }
}
