import type { RunEvent } from '../../../src/domain/run.ts';
import { parseFrames } from '../../conversations/sse-frames.ts';
import { type CustomServer, startCustomServer } from '../../fixtures/custom-server.ts';
import { startMessagesApi } from '../../fixtures/messages-api.ts';
import { type Ask, asker, createTestApp } from '../../http/test-app.ts';

const list = '/api/v1/storage/sandboxes';

/** A tool as its server lists it. */
export const tool = (name: string): Record<string, unknown> => ({
  name,
  description: `Does ${name}.`,
  inputSchema: { type: 'object', properties: { q: { type: 'string' } } },
});

/** The real app and the real SDK, between a scripted Messages API and an MCP server that a test bends. */
export const createRunSetting = async (env: Record<string, string> = {}) => {
  const api = await startMessagesApi();
  const server: CustomServer = await startCustomServer({
    ttlMs: null,
    tools: [tool('search'), tool('read')],
  });
  const test = await createTestApp({ env: { ANTHROPIC_BASE_URL: api.url, ...env } });
  const ask = asker(test, await test.newAccount());
  const sandbox_id = (await ask('GET', list)).json.sandboxes[0].sandbox_id;
  const sandbox = `${list}/${sandbox_id}`;
  const source = await ask('POST', `${sandbox}/sources/user-mcp`, {
    name: 'Docs',
    base_url: server.url,
    auth_kind: 'none',
  });
  let agents = 0;

  /** Makes an agent and returns its address. */
  const newAgent = async (model_settings: object = {}, rest: object = {}): Promise<string> => {
    const slug = `agent-${++agents}`;
    const agent = { slug, name: slug, system_prompt: 'You help.', model_settings, ...rest };
    const made = await ask('POST', `${sandbox}/agents`, agent);
    if (made.status !== 201) throw new Error(made.text);
    return `${sandbox}/agents/${slug}`;
  };

  const frames = async (agent: string, body: object): Promise<RunEvent[]> => {
    const { status, text } = await ask('POST', `${agent}/chat`, body);
    if (status !== 200) throw new Error(text);
    return parseFrames(text) as RunEvent[];
  };

  return {
    ...test,
    ask,
    api,
    server,
    sandbox,
    sandbox_id,
    source: `${sandbox}/sources/${source.json.data_source_id}`,
    newAgent,
    /** One run that waits: `POST …/test`. */
    run: async (agent: string, event_payload?: unknown) =>
      (await ask('POST', `${agent}/test`, event_payload === undefined ? {} : { event_payload })).json,
    frames,
    stranger: async (): Promise<Ask> => asker(test, await test.newAccount()),
    close: async () => {
      await test.app.close();
      await Promise.all([api.close(), server.close()]);
    },
  };
};

export type RunSetting = Awaited<ReturnType<typeof createRunSetting>>;
