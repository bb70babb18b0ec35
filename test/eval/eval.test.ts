import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../eval/report.ts';
import { figuresOf, type Judged } from '../../eval/tally.ts';
import { proposes } from '../concierge/anthropic/setting.ts';
import { type MessagesApi, type Reply, startMessagesApi } from '../fixtures/messages-api.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let api: MessagesApi;
let folder: string;
beforeAll(async () => {
  api = await startMessagesApi();
  folder = await mkdtemp(join(tmpdir(), 'concierge-eval-'));
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

/** Runs the real program as a process of its own, with these variables and no others of ours. */
const evaluate = (words: string[], env: Record<string, string> = {}) =>
  new Promise<{ code: number | null; out: string; errors: string }>((resolve) => {
    const child = spawn(process.execPath, ['eval/main.ts', ...words], {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
    });
    const said = { out: '', errors: '' };
    child.stdout.on('data', (chunk) => {
      said.out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      said.errors += String(chunk);
    });
    child.once('close', (code) => resolve({ code, ...said }));
  });

/** One conversation of two turns. */
const conversation = {
  id: 'two-lists',
  turns: [
    { say: 'what do I have?', expect: { flow: null, tools_called: ['list_sources'] } },
    { say: 'and who can use it?', expect: { tools_called: ['list_agents'] } },
  ],
};

const run = async (name: string, replies: Reply[], model = 'claude-haiku-5-5') => {
  const [file, result] = [join(folder, 'lists.jsonl'), join(folder, name)];
  await writeFile(file, JSON.stringify(conversation));
  api.script(...replies);
  const env = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'sk-ant-eval-1', CONCIERGE_MODEL: model };
  const ended = await evaluate([file, '--times', '2', '--out', result], env);
  const report: Report = JSON.parse(await readFile(result, 'utf8').catch(() => 'null'));
  return { ...ended, report, result };
};

const sources = proposes({ command: 'list_sources' });
const agents = proposes({ command: 'list_agents' });
const costly = (reply: Reply): Reply => ({ ...reply, tokens: [1_000_000, 1_000_000] }) as Reply;

describe('an evaluation', { timeout: 300_000 }, () => {
  it('counts turns, commands, tokens and cost of the model, and writes them beside the table', async () => {
    const { code, out, report, result } = await run('right.json', [
      costly(sources),
      sources,
      sources,
      agents,
    ]);
    expect(code).toBe(0);
    expect(report).toMatchObject({ model: 'claude-haiku-5-5', times: 2, fallbacks: {} });
    const { all } = report.figures;
    expect(report.figures.lists).toEqual(all);
    expect(all).toMatchObject({ turns: 4, right: 3, precision: 3 / 4, recall: 3 / 4 });
    expect([all!.tokens_in, all!.tokens_out]).toEqual([1_000_030, 1_000_015]);
    expect(all!.cost).toBeCloseTo(0.6, 4);
    expect(report.wrong).toMatchObject([{ id: 'two-lists 2', say: 'and who can use it?', wrong: 1, of: 2 }]);
    expect(out).toMatch(/lists +4 +75\.0 % +75\.0 % +75\.0 % +\d+ +\d+ +1000030 +1000015 +\$0\.6000/);
    expect(out).toContain(result);
  });

  it('says how often the offline interpreter took the turn instead, and why', async () => {
    const { code, out, report } = await run('refused.json', [{ status: 401 }], 'some-model');
    expect(code).toBe(0);
    expect(Object.values(report.fallbacks)).toEqual([4]);
    expect(out).toMatch(/offline interpreter took instead:\n {2}4 × .*ANTHROPIC_API_KEY/);
    expect(out).not.toContain('sk-ant-eval-1');
  });

  it('gives tokens only for a model whose price is not known', async () => {
    const { report } = await run('unknown.json', [sources], 'some-model');
    expect(report.figures.all).toMatchObject({ tokens_in: 40, cost: null });
  });

  it('is compared with another one', async () => {
    const before = await run('before.json', [proposes({ command: 'list_sandboxes' })]);
    const after = await run('after.json', [sources]);
    const { code, out } = await evaluate(['--compare', before.result, after.result]);
    expect(code).toBe(0);
    expect(out).toMatch(/lists +4 +0\.0 % → 50\.0 %/);
    expect(out).toContain('better lists two-lists 1: what do I have?');
    expect(out).not.toContain('worse');
  });

  it.each([{}, { CONCIERGE_INTERPRETER: 'auto' }])(
    'without a model says so, and ends with 2: %o',
    async (env) => {
      const { code, out, errors } = await evaluate([], env);
      expect([code, out]).toEqual([2, '']);
      expect(errors).toMatch(/^No language model is set up: set ANTHROPIC_API_KEY.*\n$/);
    },
  );
});

it('a command that came twice and was wanted once is right once', () => {
  const judged: Judged = {
    category: 'a',
    id: '1',
    say: '',
    problems: [],
    commands: { wanted: ['test', 'pause'], got: ['test', 'test'] },
    ms: 3,
    usage: { tokens_in: 0, tokens_out: 0 },
  };
  const none: Judged = { ...judged, commands: null, ms: null };
  expect(figuresOf([judged, none], 'm')).toMatchObject({ precision: 0.5, recall: 0.5, p50_ms: 3, p95_ms: 3 });
});
