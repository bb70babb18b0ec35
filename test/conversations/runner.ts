import type { FlowState, Usage } from '../../src/concierge/events.ts';
import type { FixtureServers } from '../fixtures/servers.ts';
import type { TestServer } from '../http/test-server.ts';
import { type Client, createClient } from './client.ts';
import { type Conversation, type ConversationTurn, substitute } from './conversation.ts';
import { makeGiven } from './given.ts';
import { judge, type Seen, type SeenSource } from './judge.ts';
import { holdsToken } from './leaks.ts';
import { seenIn, usageIn } from './sse-frames.ts';

export type TurnReport = {
  input: string;
  seen: Seen;
  problems: string[];
  /** From the request to the last byte of the answer, in ms. */
  ms: number;
  usage: Usage;
};
export type ConversationReport = {
  id: string;
  turns: TurnReport[];
  /** Where a token was seen in what the server sent; empty when nowhere. */
  leaks: string[];
};

type Talk = { client: Client; sandboxes: Map<string, string>; session_id: string | null; last: Seen };
type WireSource = {
  name: string;
  status: string;
  adapter_config: { auth_kind: string; base_url: string };
};

const noUsage: Usage = { tokens_in: 0, tokens_out: 0 };
const nothingSeen: Seen = { status: 0, text: '', toolsCalled: [], state: null, malformed: [] };

const requestOf = (turn: ConversationTurn, session_id: string | null): [path: string, body: unknown] => {
  if ('say' in turn) return ['chat', { message: turn.say, ...(session_id === null ? {} : { session_id }) }];
  if ('credential' in turn) return [`sessions/${session_id}/credential`, { value: turn.credential }];
  return [`sessions/${session_id}/reply`, { id: turn.reply }];
};

const inputOf = (turn: ConversationTurn): string =>
  'say' in turn ? turn.say : 'credential' in turn ? '[credential endpoint]' : `[reply] ${turn.reply}`;

const stateKeys = ['version', 'flow', 'awaiting', 'slots', 'options', 'secret_input', 'interrupted'] as const;

/** What the stored conversation shows otherwise than the turn's last `flow_state`. */
const storedOtherwise = async ({ client }: Talk, path: string, seen: Seen): Promise<string[]> => {
  const { status, body } = await client.send('GET', path);
  if (status !== 200) return [`the stored conversation cannot be read: ${status}`];
  const view = JSON.parse(body) as FlowState;
  return stateKeys
    .filter((key) => JSON.stringify(view[key]) !== JSON.stringify(seen.state?.[key]))
    .map((key) => `the stored ${key} is not that of the last flow_state`);
};

/** Takes one turn over HTTP. A refusal shows no frame, so the state stays the one seen before. */
const take = async (talk: Talk, turn: ConversationTurn): Promise<Omit<TurnReport, 'input' | 'problems'>> => {
  const base = `/${[...talk.sandboxes.values()][0]}/concierge`;
  const [path, body] = requestOf(turn, talk.session_id);
  const started = performance.now();
  const answer = await talk.client.send('POST', `${base}/${path}`, body);
  const ms = performance.now() - started;
  if (answer.status !== 200) {
    const seen = { ...nothingSeen, status: answer.status, text: answer.body, state: talk.last.state };
    return { seen, ms, usage: noUsage };
  }
  talk.session_id ??= /"session_id":"(ss_\w+)"/.exec(answer.body)?.[1] ?? null;
  const seen = seenIn(answer.body);
  const otherwise = await storedOtherwise(talk, `${base}/sessions/${talk.session_id}`, seen);
  return { seen: { ...seen, malformed: [...seen.malformed, ...otherwise] }, ms, usage: usageIn(answer.body) };
};

const sourcesOf = async ({ client, sandboxes }: Talk): Promise<SeenSource[]> => {
  const lists = await Promise.all(
    [...sandboxes].map(async ([sandbox, id]) => {
      const { sources } = await client.ask<{ sources: WireSource[] }>('GET', `/${id}/sources`);
      return sources.map(({ name, status, adapter_config: { auth_kind, base_url } }) => ({
        name,
        status,
        sandbox,
        auth_kind,
        base_url,
      }));
    }),
  );
  return lists.flat();
};

/** Runs one conversation in an account of its own; every turn is judged, also after a failure. */
export const runConversation = async (
  conversation: Conversation,
  server: TestServer,
  fixtures: FixtureServers,
): Promise<ConversationReport> => {
  const { id, given = {}, turns } = substitute(conversation, fixtures);
  const client = createClient(server.origin, await server.newAccount());
  const sandboxes = await makeGiven(client, given, fixtures);
  const talk: Talk = { client, sandboxes, session_id: null, last: nothingSeen };
  const reports: TurnReport[] = [];
  for (const turn of turns) {
    const taken = await take(talk, turn);
    talk.last = taken.seen;
    const problems = judge(turn.expect ?? {}, talk.last, await sourcesOf(talk));
    reports.push({ ...taken, input: inputOf(turn), problems });
  }
  const leaks = client.received.filter((body) => holdsToken(body, fixtures));
  return { id, turns: reports, leaks };
};

/** A report as a person reads it: who said what, and what was not as expected. */
export const printReport = ({ id, turns, leaks }: ConversationReport): string =>
  [
    `── ${id}`,
    ...turns.flatMap(({ input, seen, problems }) => [
      `  you: ${input}`,
      ...seen.text.split('\n').map((line) => `    < ${line}`),
      `    (flow ${seen.state?.flow ?? 'none'}, awaiting ${seen.state?.awaiting ?? 'nothing'}, called ${seen.toolsCalled.join(', ') || 'nothing'})`,
      ...problems.map((problem) => `    ✗ ${problem}`),
    ]),
    ...leaks.map((leak) => `  ✗ a token was sent: ${leak}`),
  ].join('\n');
