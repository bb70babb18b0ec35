import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../../src/domain/id.ts';
import type { Run } from '../../../src/domain/run.ts';
import { keys } from '../../../src/store/keys.ts';
import { createRunSetting, type RunSetting } from './setting.ts';

let setting: RunSetting;
let agent: string;
beforeAll(async () => {
  setting = await createRunSetting();
  agent = await setting.newAgent();
});
afterAll(() => setting.close());

const idsOf = async (query: string, of = agent): Promise<string[]> =>
  (await setting.ask('GET', `${of}/runs${query}`)).json.runs.map(({ run_id }: Run) => run_id);
const read = async (run_id: string) =>
  (await setting.ask('GET', `${setting.sandbox}/agents/runs/${run_id}`)).json;

describe('the runs of an agent', () => {
  it('have exactly these fields', async () => {
    const run = await setting.run(agent);
    expect(run).toEqual({
      run_id: expect.stringMatching(/^rn_[0-9A-HJKMNP-TV-Z]{26}$/),
      agent_id: expect.stringMatching(/^ag_/),
      agent_version: 1,
      status: 'succeeded',
      output_text: 'Hello.',
      tokens_in: 10,
      tokens_out: 5,
      duration_ms: expect.any(Number),
      error_message: null,
      started_at: expect.stringMatching(/Z$/),
      finished_at: expect.stringMatching(/Z$/),
      provider_session_id: expect.stringMatching(/^ss_/),
      tool_resolution_trace: expect.objectContaining({ sources_resolved: ['Docs'] }),
      tools_called: [],
    });
    expect(await read(run.run_id)).toEqual(run);
  });

  it('are listed newest first, page by page, without those of another agent', async () => {
    const its = await setting.newAgent();
    const made: string[] = [];
    for (let count = 0; count < 5; count++) made.unshift((await setting.run(its)).run_id);
    await setting.run(agent);
    expect(await idsOf('', its)).toEqual(made);
    expect(await idsOf('?limit=2', its)).toEqual(made.slice(0, 2));
    expect(await idsOf(`?limit=2&before=${made[1]}`, its)).toEqual(made.slice(2, 4));
    expect(await idsOf(`?before=${made[4]}`, its)).toEqual([]);
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'limit=1.5', 'before=rn_1', 'before=', 'page=2'])(
    'are not listed with %s',
    async (query) => {
      const { status, json } = await setting.ask('GET', `${agent}/runs?${query}`);
      expect([status, json.error]).toEqual([400, 'validation']);
    },
  );

  it('of an agent made anew under the same slug are its own', async () => {
    const its = await setting.newAgent();
    const { run_id } = await setting.run(its);
    await setting.ask('DELETE', its);
    const slug = its.split('/').at(-1);
    await setting.ask('POST', `${setting.sandbox}/agents`, { slug, name: 'New', system_prompt: '' });
    expect(await idsOf('', its)).toEqual([]);
    expect((await read(run_id)).run_id).toBe(run_id);
  });

  it('do not exist for another account, in another sandbox, or when they never were', async () => {
    const { run_id } = await setting.run(agent);
    const stranger = await setting.stranger();
    const base = '/api/v1/storage/sandboxes';
    const other = (await setting.ask('POST', base, { name: 'other' })).json.sandbox_id;
    const answers = await Promise.all([
      stranger('GET', `${setting.sandbox}/agents/runs/${run_id}`),
      stranger('GET', `${agent}/runs`),
      stranger('POST', `${agent}/chat`, { message: 'a' }),
      stranger('POST', `${agent}/test`, {}),
      stranger('POST', `${agent}/invoke-async`, { message: 'a' }),
      setting.ask('GET', `${base}/${other}/agents/runs/${run_id}`),
      setting.ask('GET', `${setting.sandbox}/agents/runs/${createId('run')}`),
      setting.ask('GET', `${setting.sandbox}/agents/runs/rn_1`),
      setting.ask('GET', `${setting.sandbox}/agents/nobody/runs`),
      setting.ask('POST', `${setting.sandbox}/agents/nobody/test`, {}),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  });
});

describe('a run whose process died', () => {
  /** As a crash leaves it: begun, never ended. */
  const leaveBehind = async (sign: 'its own' | 'of the next run' | 'none'): Promise<string> => {
    const { store, sandbox_id } = setting;
    const { run_id: old } = await setting.run(agent);
    const user_id = (await setting.ask('GET', agent)).json.user_id;
    const ended = (await store.get<Run>(keys.run(user_id, sandbox_id, old)))!.value;
    const run: Run = { ...ended, run_id: createId('run'), status: 'running', finished_at: null };
    const signs = { 'its own': run.run_id, 'of the next run': createId('run'), none: undefined };
    const beat = keys.runBeat(user_id, sandbox_id, run.provider_session_id);
    await store.commit([
      { key: keys.run(user_id, sandbox_id, run.run_id), value: run },
      { key: keys.agentRun(user_id, sandbox_id, run.agent_id, run.run_id), value: {} },
      { key: beat, value: signs[sign] },
    ]);
    return run.run_id;
  };

  it.each(['none', 'of the next run'] as const)(
    'is shown as failed when there is a sign of life: %s',
    async (sign) => {
      const run_id = await leaveBehind(sign);
      expect(await read(run_id)).toMatchObject({
        status: 'failed',
        error_message: expect.stringMatching(/server stopped/),
      });
      expect((await idsOf('?limit=1'))[0]).toBe(run_id);
    },
  );

  it('is running as long as it shows signs of life', async () => {
    expect((await read(await leaveBehind('its own'))).status).toBe('running');
  });
});

it('a run of a sandbox that is deleted meanwhile leaves nothing', async () => {
  const alone = await createRunSetting();
  const its = await alone.newAgent();
  const { user_id } = (await alone.ask('GET', its)).json;
  const asked = Promise.withResolvers<void>();
  const deleted = Promise.withResolvers<void>();
  alone.api.beforeEach(() => {
    asked.resolve();
    return deleted.promise;
  });
  const running = alone.run(its);
  await asked.promise;
  expect((await alone.ask('DELETE', alone.sandbox)).status).toBe(200);
  deleted.resolve();
  expect((await running).error).toBe('not_found');
  for (const kind of ['run', 'agent-run', 'agent-session', 'run-beat'])
    expect((await alone.store.list(`{${user_id}}/${kind}/`)).entries).toEqual([]);
  await alone.close();
});

it('a stop ends what runs, and says so', async () => {
  const alone = await createRunSetting();
  const its = await alone.newAgent();
  alone.api.script({ hangs: [{ text: 'Half an' }] });
  const { run_id } = (await alone.ask('POST', `${its}/invoke-async`, { message: 'a' })).json;
  const status = async () => (await alone.ask('GET', `${alone.sandbox}/agents/runs/${run_id}`)).json;
  await expect.poll(() => alone.api.requests.length).toBe(1);
  expect((await status()).status).toBe('running');
  alone.app.rooms.runs.stop();
  await expect.poll(async () => (await status()).status).toBe('cancelled');
  expect((await status()).error_message).toMatch(/server was stopped/);
  await alone.close();
});
