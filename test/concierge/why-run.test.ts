import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { understand } from '../../src/concierge/offline/interpreter.ts';
import { createRunSetting, type RunSetting } from '../agents/loop/setting.ts';
import { idle } from './offline/views.ts';

let setting: RunSetting;
beforeAll(async () => {
  setting = await createRunSetting();
});
afterAll(() => setting.close());

/** One turn of a fresh conversation: what Concierge says and which of its tools it used. */
const ask = async (message: string): Promise<{ output_text: string; tools_called: string[] }> =>
  (await setting.ask('POST', `${setting.sandbox}/concierge/test`, { message })).json;
const slugOf = (agent: string): string => agent.split('/').at(-1)!;

const failing = { status: 400 } as const;

describe('a question about the last run of an agent', () => {
  it('is answered with the failure, and shows the tools it was answered from', async () => {
    const agent = await setting.newAgent();
    setting.api.script(failing);
    const { error_message, run_id } = await setting.run(agent);
    const { output_text, tools_called } = await ask(`why did the last run of ${slugOf(agent)} fail?`);
    expect(tools_called).toEqual(['list_runs', 'get_run_trace']);
    expect(output_text).toContain(`and failed: ${error_message}`);
    expect(output_text).toContain('called none.');
    expect(output_text).not.toContain('answered without');
    expect(output_text).toContain(`Its id is \`${run_id}\`.`);
  });

  it('says which tools it was given and called, and how much it wrote', async () => {
    const agent = await setting.newAgent();
    const call = { tool: 'docs__search', input: { q: 'cats' } };
    setting.api.script({ says: [call], tokens: [100, 20] }, { says: [{ text: 'Short.' }], tokens: [50, 4] });
    await setting.run(agent);
    const { output_text } = await ask(`why was the last run of ${slugOf(agent)} so short?`);
    expect(output_text).toContain(`The last run of \`${slugOf(agent)}\` began at `);
    expect(output_text).toContain('It was given 2 tools and called `docs__search`.');
    expect(output_text).toContain('read 150 tokens and wrote 24.');
  });

  it.each([
    [
      'it called none of those it had',
      {},
      'It was given 2 tools and called none. The model answered without using a tool.',
    ],
    [
      'it had none, and why',
      { tool_allowlist: ['docs__gone'] },
      'It had no tools, because the agent could call none at that moment.\n\nOutside its allowlist: 2 more tools.',
    ],
  ])('says that %s', async (_, fields, sentence) => {
    const agent = await setting.newAgent({}, fields);
    setting.api.script({ says: [{ text: 'Hello.' }] });
    await setting.run(agent);
    const { output_text } = await ask(`why did the last run of ${slugOf(agent)} use no tools?`);
    expect(output_text).toContain(sentence);
  });

  it('names an earlier failure when the last one had none', async () => {
    const agent = await setting.newAgent();
    setting.api.script(failing, { says: [{ text: 'Well now.' }] });
    const { error_message } = await setting.run(agent);
    await setting.run(agent);
    const { output_text } = await ask(`why did the last run of ${slugOf(agent)} fail?`);
    expect(output_text).toMatch(/ and succeeded\.\s+Before it, the run of \S+ \S+ UTC failed: /s);
    expect(output_text).toContain(error_message);
  });

  it('without an agent is about the newest run of the sandbox', async () => {
    const agent = await setting.newAgent();
    setting.api.script(failing);
    await setting.run(agent);
    expect((await ask('why did the last run fail?')).output_text).toContain(`\`${slugOf(agent)}\``);
  });

  it('says so when the agent has not run', async () => {
    const agent = await setting.newAgent();
    const { output_text } = await ask(`why did the last run of ${slugOf(agent)} fail?`);
    expect(output_text).toContain('has not run yet');
  });
});

describe('the offline interpreter hears a question about a run in', () => {
  const ofSupport = { command: 'why', agent: 'support', run: 'last' };
  it.each([
    'why did the last run of support fail?',
    'why did the last run of support use no tools',
    "why was support's last run so short?",
    'what went wrong in the latest run of support',
    'what happened in the last run of support?',
    "why didn't support use any tools?",
    'how come support gave up',
    'Why did support time out?',
    'why was the answer of support so short',
    'the last run of support failed, why?',
  ])('%s', (say) => expect(understand(say, idle)).toEqual([ofSupport]));

  it.each([
    'why did the last run fail?',
    'why was the last run so short',
    'what went wrong in the last run?',
  ])('%s, of no agent by name', (say) =>
    expect(understand(say, idle)).toEqual([{ command: 'why', run: 'last' }]),
  );

  it.each([
    ['why does support not have run_query', { command: 'why', agent: 'support', tool: 'run_query' }],
    ['why can support not use the climate tools', { command: 'why', agent: 'support', source: 'climate' }],
    ['why did the check of climate fail', { command: 'why', source: 'climate' }],
  ])('but not in: %s', (say, command) => expect(understand(say, idle)).toEqual([command]));
});
