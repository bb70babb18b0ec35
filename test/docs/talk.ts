import { createClient } from '../conversations/client.ts';
import { makeGiven } from '../conversations/given.ts';
import { seenIn } from '../conversations/sse-frames.ts';
import { startFixtureServers } from '../fixtures/servers.ts';
import { startTestServer } from '../http/test-server.ts';

const shownUrl = 'http://127.0.0.1:3001/mcp';
const shownToken = '(the token, not shown)';
const agents = [{ slug: 'support', name: 'Support agent' }];

/** The conversation of README.md as it really runs; what differs from run to run is replaced. */
export const readmeTalk = async (): Promise<string> => {
  const [fixtures, server] = await Promise.all([startFixtureServers(), startTestServer()]);
  try {
    const client = createClient(server.origin, await server.newAccount());
    const ids = await makeGiven(client, { agents }, fixtures);
    const lines: string[] = [];
    let session: { session_id?: string } = {};
    const say = async (message: string): Promise<void> => {
      const body = { message, ...session };
      const answer = await client.send('POST', `/${ids.get('default')}/concierge/chat`, body);
      const { text, malformed } = seenIn(answer.body);
      if (text === '' || malformed.length > 0) throw new Error(`No answer to "${message}": ${answer.body}`);
      session = { session_id: /ss_\w{26}/.exec(answer.body)![0] };
      lines.push(`> ${message}`, '', text, '');
    };
    await say(`add my MCP server at ${fixtures.url('bearer')}, it uses a bearer token`);
    await say(fixtures.token.good);
    await say('call it Ticket desk');
    await say('yes');
    await say('what tools does my support agent have right now?');
    await say('revoke the ticket desk');
    await say('yes');
    return lines
      .join('\n')
      .replaceAll(fixtures.url('bearer'), shownUrl)
      .replaceAll(fixtures.token.good, shownToken)
      .replace(/\d+ ms/g, '12 ms');
  } finally {
    await server.close();
    await fixtures.close();
  }
};

/** README.md with its conversation replaced. */
export const withTalk = (readme: string, talk: string): string =>
  readme.replace(/^```text\n[\s\S]*?^```$/m, () => `\`\`\`text\n${talk.trimEnd()}\n\`\`\``);
