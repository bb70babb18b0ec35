import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '../conversations/client.ts';
import { substitute } from '../conversations/conversation.ts';
import { makeGiven } from '../conversations/given.ts';
import { holdsToken } from '../conversations/leaks.ts';
import { seenIn } from '../conversations/sse-frames.ts';
import { type FixtureServers, fixtureNames, startFixtureServers } from '../fixtures/servers.ts';
import { startTestServer, type TestServer } from '../http/test-server.ts';
import { root } from './documents.ts';
import { type Act, type Person, readScript, type Script } from './script.ts';

const cwd = fileURLToPath(root);
const firstShownPort = 3001;

const hostOf = (url: string): string => new URL(url).host;

/** `{server:NAME}`, `{host:NAME}` and `{token:good}` of a script as the fixtures have them. */
const filled = (text: string, fixtures: FixtureServers): string =>
  (substitute({ id: '', turns: [{ say: text }] }, fixtures).turns[0] as { say: string }).say.replace(
    /\{host:(\w+)\}/g,
    (_, name: string) => hostOf(fixtures.url(name as (typeof fixtureNames)[number])),
  );

/** What differs from run to run, replaced: ports, latencies, ids, times. */
const steady = (text: string, fixtures: FixtureServers): string =>
  fixtureNames
    .reduce(
      (shown, name, at) => shown.replaceAll(hostOf(fixtures.url(name)), `127.0.0.1:${firstShownPort + at}`),
      text,
    )
    .replaceAll(fixtures.token.good, '(the right token, not shown)')
    .replaceAll(fixtures.token.bad, '(a wrong token, not shown)')
    .replace(/\b(sb|ds|ss|rn)_[0-9A-HJKMNP-TV-Z]{26}\b/g, '$1_…')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, '2026-11-26 09:30 UTC')
    .replace(/\d+ ms\b/g, '12 ms');

type Place = { client: Client; base: string; clock: { ahead_ms: number } };

const requestOf = (
  act: Exclude<Act, { wait_minutes: number }>,
  session: string | null,
): [string, unknown] => {
  if ('say' in act) return ['chat', { message: act.say, ...(session && { session_id: session }) }];
  if ('credential' in act) return [`sessions/${session}/credential`, { value: act.credential }];
  return [`sessions/${session}/reply`, { id: act.press }];
};

const shownAct = (act: Act): string => {
  if ('say' in act) return act.say.replace(/^/gm, '> ');
  if ('credential' in act) return '> *(in the field for the credential)* •••••••';
  return 'press' in act ? `> *(presses)* **${act.press}**` : `*${act.wait_minutes} minutes pass.*`;
};

/** Plays one script in an account of its own and gives back the talk as Markdown. */
const play = async (script: Script, { client, base, clock }: Place, fixtures: FixtureServers) => {
  const lines: string[] = [];
  let session: string | null = null;
  for (const raw of script.acts) {
    const act = JSON.parse(
      JSON.stringify(raw, (_, value: unknown) =>
        typeof value === 'string' ? filled(value, fixtures) : value,
      ),
    ) as Act;
    lines.push(shownAct(act), '');
    if ('wait_minutes' in act) {
      clock.ahead_ms += act.wait_minutes * 60_000;
      continue;
    }
    const [path, body] = requestOf(act, session);
    const answer = await client.send('POST', `${base}/concierge/${path}`, body);
    if (answer.status !== 200) throw new Error(`${script.title}: ${JSON.stringify(body)}: ${answer.body}`);
    session ??= /ss_\w{26}/.exec(answer.body)![0];
    const { text, malformed } = seenIn(answer.body);
    if (text === '' || malformed.length > 0)
      throw new Error(`${script.title}: ${JSON.stringify(act)}: ${malformed}: ${answer.body}`);
    lines.push(text, '');
  }
  if (client.received.some((body) => holdsToken(body, fixtures)))
    throw new Error(`${script.title}: a token was sent.`);
  return steady(lines.join('\n'), fixtures);
};

export const readPeople = (pattern = 'test/docs/conversations/*.txt'): Person[] =>
  globSync(pattern, { cwd })
    .sort()
    .map((path) => readScript(readFileSync(new URL(path, root), 'utf8')));

const hold = async (
  script: Script,
  server: TestServer,
  clock: Place['clock'],
  fixtures: FixtureServers,
): Promise<string> => {
  const client = createClient(server.origin, await server.newAccount());
  const ids = await makeGiven(client, script.given, fixtures);
  const base = `/${[...ids.values()][0]}`;
  return `### ${script.title}\n\n${await play(script, { client, base, clock }, fixtures)}`;
};

/** Every conversation of these people, as it really runs: real rooms, over HTTP, against real MCP servers. */
export const heldConversations = async (people: readonly Person[]): Promise<string> => {
  const clock = { ahead_ms: 0 };
  const now = (): Date => new Date(Date.now() + clock.ahead_ms);
  const [fixtures, server] = await Promise.all([startFixtureServers(), startTestServer({}, now)]);
  try {
    const parts: string[] = [];
    for (const { name, about, scripts } of people) {
      parts.push(`## ${name}\n\n${about}\n`);
      for (const script of scripts) parts.push(await hold(script, server, clock, fixtures));
    }
    return parts.join('\n');
  } finally {
    await server.close();
    await fixtures.close();
  }
};

const head = `# Conversations

Twenty conversations as five different people hold them, with the offline interpreter, as they really run: written by
\`node test/docs/update-conversations.ts\` from \`test/docs/conversations/*.txt\`, against real MCP servers. Ports, latencies,
ids, moments and tokens are replaced; everything else is what was said. [dialogue.md](dialogue.md) has the rules.
`;

/** The whole of docs/conversations.md. */
export const conversationsDocument = async (): Promise<string> =>
  `${head}\n${(await heldConversations(readPeople())).trim()}\n`;
