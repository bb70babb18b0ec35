import { afterAll, beforeAll, expect, it } from 'vitest';
import { conciergeTools } from '../../../src/concierge/tools/index.ts';
import { createId } from '../../../src/domain/id.ts';
import { createRunSetting, type RunSetting } from './setting.ts';

let setting: RunSetting;
let agent: string;
beforeAll(async () => {
  setting = await createRunSetting();
  agent = await setting.newAgent();
});
afterAll(() => setting.close());

const context = async () => {
  const { user_id } = (await setting.ask('GET', agent)).json;
  const deps = { ...setting.app.rooms.sources, catalog: setting.app.rooms.catalog };
  return { deps, caller: { user_id }, sandbox_id: setting.sandbox_id };
};

it('the Concierge lists runs, of one agent or of all, newest first', async () => {
  const other = await setting.newAgent();
  const mine = await setting.run(agent);
  const others = await setting.run(other);
  const { list_runs } = conciergeTools;
  const all = await list_runs.run(await context(), {});
  expect(all.runs.map(({ run_id }) => run_id)).toEqual([others.run_id, mine.run_id]);
  const slug = agent.split('/').at(-1)!;
  const some = await list_runs.run(await context(), { agent: slug });
  expect(some).toEqual({
    agent: slug,
    runs: [expect.objectContaining({ run_id: mine.run_id, status: 'succeeded', tokens_in: 10 })],
    count: 1,
  });
});

it('the Concierge shows which tools a run was given, and which it called', async () => {
  setting.api.script({ says: [{ tool: 'docs__read' }] }, { says: [{ text: 'Read.' }] });
  const { run_id } = await setting.run(agent);
  const shown = await conciergeTools.get_run_trace.run(await context(), { run_id });
  expect(shown).toMatchObject({
    run_id,
    status: 'succeeded',
    tools_called: [{ name: 'docs__read', is_error: false }],
    trace: { tool_names_advertised: ['docs__search', 'docs__read'] },
  });
  const absent = conciergeTools.get_run_trace.run(await context(), { run_id: createId('run') });
  await expect(absent).rejects.toMatchObject({ code: 'not_found' });
});
