import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clients, firstGeneration, modern, older, type Question, textOf, yes } from './clients.ts';
import { type Setting, startSetting } from './setting.ts';

let at: Setting;
let labels = 0;
const label = (): string => `Server ${++labels}`;
const open = (name: string) => ({ base_url: at.servers.url('open'), auth_kind: 'none', name });

beforeAll(async () => {
  at = await startSetting();
});
afterAll(() => at.close());

describe.each(clients)('a client of %s', (_, connect) => {
  it('sees the tools with titles, annotations and schemas', async () => {
    const client = await at.connect(connect);
    const tools = await client.tools();
    await client.close();
    expect(tools).toHaveLength(13);
    for (const tool of tools)
      expect(tool).toMatchObject({
        title: expect.any(String),
        annotations: { readOnlyHint: expect.any(Boolean) },
        inputSchema: { type: 'object', additionalProperties: false },
        outputSchema: { type: 'object' },
      });
    const revoke = tools.find(({ name }) => name === 'revoke_user_mcp_source');
    expect(revoke).toMatchObject({ annotations: { destructiveHint: true, readOnlyHint: false } });
  });

  it('reads what there is, as text and as data that fits the schema', async () => {
    const client = await at.connect(connect);
    await at.add(label(), at.servers.url('open'));
    await at.addAgent(`agent-${labels}`);
    for (const name of ['list_sandboxes', 'list_sources', 'list_agents', 'list_agent_tools', 'list_runs'])
      expect(await client.call(name)).toMatchObject({ structuredContent: { count: expect.any(Number) } });
    const shown = await client.call('get_source', { source: `server ${labels}` });
    expect(textOf(shown)).toContain(`server-${labels}__search_docs`);
    const agent = await client.call('get_agent', { agent: `agent-${labels}`, sandbox: 'default' });
    expect(agent.structuredContent).toMatchObject({ slug: `agent-${labels}` });
    await client.close();
  });

  it('that cannot ask is given a link, and nothing happens before it is followed', async () => {
    const [client, name] = [await at.connect(connect), label()];
    const waiting = await client.call('add_user_mcp_source', open(name));
    expect(waiting.structuredContent).toMatchObject({ outcome: 'waiting' });
    expect(textOf(waiting)).toMatch(/^Nothing has happened yet.*`list_sources`/s);
    expect(await at.named(name)).toBeUndefined();

    const url = waiting.structuredContent?.link?.url ?? '';
    expect(textOf(waiting)).toContain(url);
    const { json } = await at.follow(url, 'confirm');
    expect(json).toMatchObject({
      status: 'done',
      result_text: expect.stringContaining(`${name} is registered`),
    });
    expect(await at.named(name)).toMatchObject({ status: 'active' });
    await client.close();
  });
});

describe('a client that can ask with a form', () => {
  const asking = async (reply: object) => {
    const questions: Question[] = [];
    const person = (question: Question) => {
      questions.push(question);
      return { ...yes, ...reply };
    };
    return { client: await at.connect(modern, { person, modes: { form: {} } }), questions };
  };

  it('shows exactly what will happen, in the words of the conversation', async () => {
    const { client, questions } = await asking(yes);
    const name = label();
    const answer = await client.call('add_user_mcp_source', open(name));
    expect(answer.structuredContent).toMatchObject({ outcome: 'done', source: { name, status: 'active' } });
    const [{ message = '' } = {}] = questions;
    for (const part of ['Please check what I will register', at.servers.url('open'), name, '`default`'])
      expect(message).toContain(part);
    const revoked = await client.call('revoke_user_mcp_source', { source: name });
    expect(textOf(revoked)).toBe(`${name} is revoked. Its tools are gone from every agent.`);
    expect(questions[1]?.message).toContain('This cannot be undone');
    const id = revoked.structuredContent?.source?.data_source_id;
    const shown = await client.call('get_source', { source: id });
    expect(shown.structuredContent).toMatchObject({ status: 'disconnected' });
    await client.close();
  });

  it.each([
    ['a no', { action: 'decline' }],
    ['no answer', { action: 'cancel' }],
    ['a yes without its tick', { content: { confirm: false } }],
    ['a yes without content', { content: {} }],
  ])('does nothing on %s', async (_what, reply) => {
    const { client, questions } = await asking(reply);
    const before = await at.sources();
    const answer = await client.call('add_user_mcp_source', open(label()));
    expect([answer.structuredContent, textOf(answer)]).toEqual([
      { outcome: 'declined' },
      expect.stringContaining('Nothing was changed.'),
    ]);
    const { data_source_id } = await at.add(label(), at.servers.url('open'));
    await client.call('revoke_user_mcp_source', { source: data_source_id });
    await client.call('update_source', { source: data_source_id, base_url: at.servers.url('modern') });
    expect(questions).toHaveLength(3);
    expect(await at.sources()).toHaveLength(before.length + 1);
    expect(await at.named(`Server ${labels}`)).toMatchObject({ status: 'active' });
    await client.close();
  });

  it('is never asked for a credential by it', async () => {
    const { client, questions } = await asking(yes);
    const wanted = { base_url: at.servers.url('bearer'), auth_kind: 'bearer', name: label() };
    const answer = await client.call('add_user_mcp_source', wanted);
    expect(answer.structuredContent).toMatchObject({ outcome: 'waiting' });
    expect(questions).toEqual([]);
    await client.close();
  });

  it.each([
    ['the first-generation SDK', firstGeneration],
    ['an older revision', older],
  ])('is given a link over HTTP by %s, where there is no session to ask in', async (_what, connect) => {
    const client = await at.connect(connect, { person: () => yes });
    const answer = await client.call('add_user_mcp_source', open(label()));
    expect(answer.structuredContent).toMatchObject({ outcome: 'waiting' });
    await client.close();
  });
});

describe('a client that can open a page', () => {
  it('has the credential pasted there, and it is in no frame, log line or answer', async () => {
    const [questions, frames]: [Question[], string[]] = [[], []];
    const { good } = at.servers.token;
    const person = at.pasting(good, questions);
    const client = await at.connect(modern, { person, frames });
    const name = label();
    const wanted = { base_url: at.servers.url('bearer'), auth_kind: 'bearer', name };
    const answer = await client.call('add_user_mcp_source', wanted);
    expect(answer.structuredContent).toMatchObject({ outcome: 'done', source: { status: 'active' } });
    const rotated = await client.call('update_source', { source: name, rotate: true });
    expect(textOf(rotated)).toMatch(/is active: 3 tools/);
    await client.close();
    expect(questions.map(({ mode }) => mode)).toEqual(['url', 'url']);
    expect(frames.join('')).toContain(name);
    const stored = await at.store.list('');
    for (const place of [frames, at.lines, stored.entries.map((entry) => JSON.stringify(entry)), questions])
      expect(JSON.stringify(place)).not.toContain(good);
  });

  it('is told when its user said no there', async () => {
    const person = async ({ url = '' }: Question) => {
      await at.follow(url, 'deny');
      return { action: 'accept' } as const;
    };
    const client = await at.connect(modern, { person, modes: { url: {} } });
    const { data_source_id } = await at.add(label(), at.servers.url('open'));
    const answer = await client.call('revoke_user_mcp_source', { source: data_source_id });
    expect(answer.structuredContent).toEqual({ outcome: 'declined' });
    expect(await at.named(`Server ${labels}`)).toMatchObject({ status: 'active' });
    await client.close();
  });
});
