import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MessagesApi, startMessagesApi } from '../../fixtures/messages-api.ts';
import { asker, createTestApp, type TestApp } from '../../http/test-app.ts';
import { modelKey, proposes } from './setting.ts';

const list = '/api/v1/storage/sandboxes';
const apps: TestApp[] = [];
let api: MessagesApi;
beforeAll(async () => {
  api = await startMessagesApi();
});
afterAll(async () => {
  await Promise.all(apps.map(({ app }) => app.close()));
  await api.close();
});

/** One message to an app with these variables. */
const say = async (message: string, env: Record<string, string>) => {
  const test = await createTestApp({ env: { LOG_LEVEL: 'debug', ...env } });
  apps.push(test);
  const ask = asker(test, await test.newAccount());
  const { sandbox_id } = (await ask('GET', list)).json.sandboxes[0];
  api.script(proposes({ command: 'list_agents' }));
  const { json } = await ask('POST', `${list}/${sandbox_id}/concierge/test`, { message });
  return { json, lines: test.lines.join('\n') };
};

const spanish = '¿Quién trabaja aquí?';

describe('the variables of the model', () => {
  it('a key: the model understands, and the answer counts its tokens', async () => {
    const { json } = await say(spanish, { ANTHROPIC_API_KEY: modelKey, ANTHROPIC_BASE_URL: api.url });
    expect(json).toMatchObject({ tools_called: ['list_agents'], tokens_in: 10, tokens_out: 5 });
    expect(api.requests[0]!.headers.authorization).toBe(`Bearer ${modelKey}`);
    expect(api.requests[0]!.body.model).toBe('claude-haiku-5-5');
  });

  it('a base URL alone suffices, and names a server without a key', async () => {
    const env = { ANTHROPIC_BASE_URL: api.url, CONCIERGE_MODEL: 'qwen3:8b' };
    expect((await say(spanish, env)).json.tools_called).toEqual(['list_agents']);
    expect(api.requests[0]!.headers.authorization).toBeUndefined();
    expect(api.requests[0]!.body.model).toBe('qwen3:8b');
  });

  it('`offline` asks no model', async () => {
    const env = { ANTHROPIC_BASE_URL: api.url, CONCIERGE_INTERPRETER: 'offline' };
    const { json } = await say('show my agents', env);
    expect(json).toMatchObject({ tools_called: ['list_agents'], tokens_in: 0, tokens_out: 0 });
    expect(api.requests).toEqual([]);
  });

  it('no line of the log, however fine, holds a message or a key', async () => {
    const { lines } = await say(spanish, { ANTHROPIC_API_KEY: modelKey, ANTHROPIC_BASE_URL: api.url });
    for (const private_ of [spanish, 'trabaja', modelKey, 'You are the ear', 'propose_commands'])
      expect(lines).not.toContain(private_);
  });
});
