import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunSetting, type RunSetting } from './setting.ts';

let setting: RunSetting;
beforeAll(async () => {
  setting = await createRunSetting({ ANTHROPIC_API_KEY: 'sk-ant-a-key-of-the-test' });
});
afterAll(() => setting.close());

const call = (name: string, q: string, id?: string) => ({
  tool: `docs__${name}`,
  input: { q },
  ...(id === undefined ? {} : { id }),
});

describe('a run', () => {
  it('goes through two calls to an answer, and its trace shows every name', async () => {
    const { api, newAgent, run } = setting;
    const agent = await newAgent();
    api.script(
      { says: [{ text: 'Looking.' }, call('search', 'cats')], tokens: [100, 20] },
      { says: [call('read', 'cat-7')], tokens: [200, 30] },
      { says: [{ text: 'Cats sleep a lot.' }], tokens: [300, 40] },
    );
    expect(await run(agent)).toMatchObject({
      status: 'succeeded',
      output_text: 'Cats sleep a lot.',
      tokens_in: 600,
      tokens_out: 90,
      error_message: null,
      tool_resolution_trace: {
        sources_resolved: ['Docs'],
        tool_names_advertised: ['docs__search', 'docs__read'],
      },
      tools_called: [
        { name: 'docs__search', is_error: false },
        { name: 'docs__read', is_error: false },
      ],
    });
  });

  it('tells its frames in order, the calls with their results', async () => {
    const { api, newAgent, frames } = setting;
    const agent = await newAgent();
    api.script({ says: [{ text: 'A.' }, call('search', 'x', 'toolu_a')] }, { says: [{ text: 'B.' }] });
    const told = await frames(agent, { message: 'Go.' });
    const names = told.map(({ event }) => event).filter((name, at, all) => name !== all[at - 1]);
    expect(names).toEqual([
      'run_started',
      'agent_text_delta',
      'agent_tool_call',
      'agent_tool_result',
      'agent_text_delta',
      'agent_finish',
    ]);
    const of = (name: string) => told.find(({ event }) => event === name)?.data;
    expect(of('agent_tool_call')).toEqual({
      call_id: 'toolu_a',
      name: 'docs__search',
      arguments: { q: 'x' },
    });
    const result = { text: 'search {"q":"x"}', images: 0, is_error: false };
    expect(of('agent_tool_result')).toEqual({ call_id: 'toolu_a', name: 'docs__search', result });
    expect(of('agent_finish')).toMatchObject({
      stop_reason: 'end_turn',
      usage: { tokens_in: 20, tokens_out: 10 },
      session_id: expect.stringMatching(/^ss_/),
      run_id: expect.stringMatching(/^rn_/),
    });
    const text = told.flatMap((frame) => (frame.event === 'agent_text_delta' ? [frame.data.text] : []));
    expect(text.join('')).toBe('A.\n\nB.');
  });

  it('sends what the model needs, and neither a temperature nor a forced choice', async () => {
    const { api, newAgent, run } = setting;
    const agent = await newAgent({ model: 'claude-x', max_tokens: 77, temperature: 0.3 });
    api.script({ says: [{ text: 'Yes.' }] });
    await run(agent, { ticket: 7 });
    const { path, headers, body } = api.requests[0]!;
    expect([path, headers.authorization]).toEqual(['/v1/messages', 'Bearer sk-ant-a-key-of-the-test']);
    expect(Object.keys(body).sort()).toEqual(
      ['max_tokens', 'messages', 'model', 'stream', 'system', 'tools'].sort(),
    );
    expect(body).toMatchObject({ model: 'claude-x', max_tokens: 77, stream: true });
    expect(body.system).toMatch(/^You help\./);
    expect(body.tools?.map(({ name }) => name)).toEqual(['docs__search', 'docs__read']);
    expect(JSON.stringify(body.messages)).toContain('ticket');
  });

  it('gives back what the model thought, as it was', async () => {
    const { api, newAgent, run } = setting;
    const agent = await newAgent();
    api.script({ says: [{ thinking: 'Hm.' }, call('search', 'x')] }, { says: [{ text: 'B.' }] });
    await run(agent);
    expect(api.requests[1]?.body.messages[1]).toMatchObject({
      role: 'assistant',
      content: [{ type: 'thinking', thinking: 'Hm.', signature: 'c2lnbmVk' }, { type: 'tool_use' }],
    });
  });
});

describe('the calls of a run', () => {
  it('of one message run side by side, and are answered in their order', async () => {
    const { api, newAgent, run, server } = setting;
    const agent = await newAgent();
    const both = Promise.withResolvers<void>();
    let waiting = 0;
    server.behave({
      call: async (name) => {
        if (++waiting === 2) both.resolve();
        await both.promise;
        return { content: [{ type: 'text', text: name }] };
      },
    });
    api.script(
      { says: [call('search', 'a', 'toolu_1'), call('read', 'b', 'toolu_2')] },
      { says: [{ text: 'Done.' }] },
    );
    expect((await run(agent)).status).toBe('succeeded');
    const results = api.requests[1]?.body.messages.at(-1)?.content as { tool_use_id: string }[];
    expect(results.map(({ tool_use_id }) => tool_use_id)).toEqual(['toolu_1', 'toolu_2']);
    server.behave({ call: (name) => ({ content: [{ type: 'text', text: name }] }) });
  });

  it('that fail are told to the model in our words, and the run goes on', async () => {
    const { api, newAgent, run } = setting;
    const agent = await newAgent();
    api.script(
      { says: [call('serach', 'a'), { tool: 'docs__read', json: '["no object"]' }] },
      { says: [{ text: 'Sorry.' }] },
    );
    const ended = await run(agent);
    expect([ended.status, ended.output_text]).toEqual(['succeeded', 'Sorry.']);
    expect(ended.tools_called.map(({ is_error }: { is_error: boolean }) => is_error)).toEqual([true, true]);
    expect(api.requests[1]?.body.messages.at(-1)?.content).toMatchObject([
      { is_error: true, content: expect.stringContaining('docs__search') },
      { is_error: true, content: expect.stringContaining('JSON object') },
    ]);
  });
});

describe('a source revoked between two calls', () => {
  it('stops the second', async () => {
    const { api, newAgent, run, server, ask, sandbox } = setting;
    const other = await ask('POST', `${sandbox}/sources/user-mcp`, {
      name: 'Wiki',
      base_url: server.url,
      auth_kind: 'none',
    });
    const agent = await newAgent();
    const wiki = (id: string) => ({ tool: 'wiki__read', input: {}, id });
    api.script({ says: [wiki('toolu_1')] }, { says: [wiki('toolu_2')] }, { says: [{ text: 'Only one.' }] });
    api.beforeEach(async (turn) => {
      if (turn === 2) await ask('POST', `${sandbox}/sources/${other.json.data_source_id}/user-mcp/revoke`);
    });
    const ran = server.executions();
    const ended = await run(agent);
    expect(server.executions()).toBe(ran + 1);
    expect(ended).toMatchObject({
      status: 'succeeded',
      tools_called: [{ is_error: false }, { is_error: true }],
    });
    expect(api.requests[2]?.body.messages.at(-1)?.content).toMatchObject([
      { is_error: true, content: expect.stringMatching(/revoked/) },
    ]);
  });
});

it('a credential that its own server returns does not reach the model, a frame or a run', async () => {
  const { api, newAgent, frames, server, ask, sandbox, lines } = setting;
  const token = 'q7Wz4Lr2Nf9Bx1Kd8Hs5Tv3Mj6Pc0YgA';
  const source = { name: 'Vault', base_url: server.url, auth_kind: 'bearer', token };
  await ask('POST', `${sandbox}/sources/user-mcp`, source);
  server.behave({ call: () => ({ content: [{ type: 'text', text: `Bearer ${token} ${btoa(token)}` }] }) });
  const agent = await newAgent();
  api.script({ says: [{ tool: 'vault__read' }] }, { says: [{ text: 'Read.' }] });
  const told = JSON.stringify(await frames(agent, { message: 'Go.' }));
  expect(told).toContain('[credential]');
  const shown = [told, JSON.stringify(api.requests), lines.join(), (await ask('GET', `${agent}/runs`)).text];
  for (const text of shown)
    expect([text.includes(token), text.includes(btoa(token))]).toEqual([false, false]);
});
