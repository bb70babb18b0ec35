import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessagesRequest } from '../../fixtures/messages-api.ts';
import { type ModelStage, openModelStage, proposes, reads, textsOf } from './setting.ts';

const token = 'tok-Zx81kQmmTTb20aa-77';
let stage: ModelStage;
let requests: MessagesRequest[];

/** One conversation: a registration with a correction, an open question, a revocation. */
beforeAll(async () => {
  stage = await openModelStage();
  const url = stage.servers.url('open');
  const talk = await stage.startTalk({ sandboxes: ['prod'] });
  stage.api.script(
    proposes({ command: 'register', base_url: url, auth_kind: 'bearer' }),
    proposes({ command: 'set', name: 'Docs' }),
    proposes({ command: 'choose', option: 'default' }),
    proposes({ command: 'set', name: 'My docs' }),
    proposes({ command: 'set', auth_kind: 'none', name: 'Pages' }),
    proposes({ command: 'affirm' }),
    reads('list_sources', { status: 'active' }),
    reads('get_source', { source: 'pages' }),
    proposes({ command: 'answer', text: '`Pages` has `pages__search_docs`.' }),
    proposes({ command: 'revoke', source: 'Pages' }),
    proposes({ command: 'affirm' }),
    proposes({ command: 'thanks' }),
  );
  for (const text of [
    `add ${url}, the bearer token is ${token}`,
    'Docs',
    'the default one',
    'no auth in fact, and Pages instead of Docs',
    'yes',
    'which of my servers can search documents?',
    'revoke Pages',
    'yes, revoke it',
    'thank you',
  ])
    await talk.say(text);
  requests = [...stage.api.requests];
});
afterAll(() => stage.close());

/** What differs from run to run, by what it is. */
const steady = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'MARK')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/(latency_ms"?:|answered in )\d+/g, '$1MS')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');

type Part = { type: string; text?: string; content?: string; name?: string; input?: object; is_error?: true };

const shownPart = ({ type, text, name, input, content, is_error }: Part): string =>
  text ??
  (name ? `${type} ${name} ${JSON.stringify(input)}` : `${type}${is_error ? ' (error)' : ''}\n${content}`);

const shownContent = (content: unknown): string =>
  typeof content === 'string' ? content : (content as Part[]).map(shownPart).join('\n\n');

const shownHead = ({ messages: _, system, tools, ...rest }: MessagesRequest['body']): string =>
  [
    `# In every request\n\n${JSON.stringify(rest)}`,
    `## Tools\n\n${tools!.map((tool) => JSON.stringify(tool)).join('\n\n')}`,
    `## System\n\n${JSON.stringify(system).replaceAll('\\n', '\n')}`,
  ].join('\n\n');

/** A request; one that goes on with a turn begins with what the one before it was. */
const shownRequest = ({ body: { messages } }: MessagesRequest, index: number): string =>
  [
    `# Request ${index + 1}${messages.length > 1 ? `: as request ${index}, and` : ''}`,
    ...(messages.length > 1 ? messages.slice(-2) : messages).map(
      ({ role, content }) => `## ${role}\n\n${shownContent(content)}`,
    ),
  ].join('\n\n');

describe('the requests of a whole conversation', () => {
  it('are these', async () => {
    const golden = steady([shownHead(requests[0]!.body), ...requests.map(shownRequest)].join('\n\n'));
    await expect(`${golden}\n`).toMatchFileSnapshot('requests.golden');
  });

  it('begin with the same bytes, up to the mark of the cache', () => {
    const heads = requests.map(({ body: { messages: _, ...head } }) => JSON.stringify(head));
    expect(new Set(heads).size).toBe(1);
    expect(heads[0]).toContain('"cache_control":{"type":"ephemeral"}');
  });

  it('hold no secret and no id of ours', () => {
    const sent = JSON.stringify(requests.map(({ body }) => body));
    expect(sent).not.toContain(token);
    expect(sent).not.toMatch(/\b(?:sb|ds|ag|ss|us|key|olk)_[0-9A-Z]{8}/);
  });

  it('force no tool, set no temperature, and ask for at most 1,024 tokens', () => {
    for (const { body } of requests) {
      expect(body).not.toHaveProperty('temperature');
      expect(body).not.toHaveProperty('tool_choice');
      expect(body.max_tokens).toBe(1024);
    }
  });

  it('bring at most eight earlier messages, redacted', () => {
    const [, state] = /recent_messages": (\[.*\])\}/.exec(textsOf(requests.at(-1)!)[0]!) ?? [];
    const recent: { role: string }[] = JSON.parse(state!);
    expect(recent.map(({ role }) => role)).toEqual(Array(4).fill(['user', 'concierge']).flat());
  });
});
