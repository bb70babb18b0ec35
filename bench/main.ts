/** Prints how long a turn and a tool list take. Figures depend on the machine; no test reads them. */
import { openSetting, type Setting } from './setting.ts';

type Row = { what: string; times: number[]; target: string; isMet: (p50: number, worst: number) => boolean };

const percentile = (times: number[], part: number): number =>
  times.toSorted((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * part))]!;

const timed = async (times: number[], work: () => Promise<unknown>): Promise<void> => {
  const started = performance.now();
  await work();
  times.push(performance.now() - started);
};

/** A conversation without effects: what is said, in order. */
const lines: [kind: string, text: string][] = [
  ['greet', 'hello'],
  ['list_sources', 'what sources do I have?'],
  ['register', 'add my MCP server at https://mcp.acme.dev/mcp'],
  ['set slot', 'it uses a bearer token'],
  ['help', 'why do you need it?'],
  ['digression', 'what agents do I have?'],
  ['correction', 'no auth actually'],
  ['set slot', 'call it Acme'],
  ['cancel', 'cancel'],
];

const turns = async ({ ask, base }: Setting, rounds: number): Promise<Row[]> => {
  const byKind = new Map<string, number[]>(lines.map(([kind]) => [kind, []]));
  for (let round = -5; round < rounds; round++) {
    let session_id: string | undefined;
    for (const [kind, message] of lines)
      await timed(round < 0 ? [] : byKind.get(kind)!, async () => {
        const body = { message, ...(session_id === undefined ? {} : { session_id }) };
        const { text } = await ask('POST', `${base}/concierge/chat`, body);
        session_id ??= /ss_\w+/.exec(text)?.[0];
      });
  }
  const all = { what: 'turn, all kinds', times: [...byKind.values()].flat() };
  return [all, ...[...byKind].map(([kind, times]) => ({ what: `turn, ${kind}`, times }))].map((row) => ({
    ...row,
    target: 'p50 < 5 ms',
    isMet: (p50: number) => p50 < 5,
  }));
};

const warmTools = async ({ ask, base }: Setting, rounds: number): Promise<Row> => {
  const times: number[] = [];
  for (let round = -20; round < rounds; round++)
    await timed(round < 0 ? [] : times, () => ask('GET', `${base}/agents/support/tools`));
  return { what: 'tools of an agent, warm, 400', times, target: 'p50 < 2 ms', isMet: (p50) => p50 < 2 };
};

const coldTools = async (setting: Setting, hanging: number | 'none', rounds: number): Promise<Row> => {
  const times: number[] = [];
  const resolved: number[] = [];
  await setting.hang(hanging);
  for (let round = 0; round < rounds; round++) {
    const { ask, close } = await setting.coldInstance();
    await timed(times, async () => {
      const { json } = await ask('GET', `${setting.base}/agents/support/tools`);
      resolved.push(json.trace.sources_resolved.length);
    });
    await close();
  }
  await setting.hang('none');
  const wanted = hanging === 'none' ? 20 : 19;
  return {
    what: `tools, cold, ${hanging === 'none' ? 'all answer' : 'one hangs'}`,
    times,
    target: `${wanted} of 20 within 1700 ms`,
    isMet: (_, worst) => worst < 1700 && resolved.every((number) => number === wanted),
  };
};

const print = (rows: Row[]): void => {
  const line = (...cells: string[]): void =>
    console.log(
      cells
        .map((cell, at) => (at === 0 || at > 3 ? cell.padEnd(30) : cell.padStart(9)))
        .join('  ')
        .trimEnd(),
    );
  line('', 'p50 ms', 'p95 ms', 'runs', 'target', '');
  for (const { what, times, target, isMet } of rows) {
    const [p50, p95, worst] = [0.5, 0.95, 1].map((part) => percentile(times, part)) as [
      number,
      number,
      number,
    ];
    const verdict = isMet(p50, worst) ? 'pass' : 'miss';
    line(what, p50.toFixed(2), p95.toFixed(2), String(times.length), target, verdict);
  }
};

const setting = await openSetting();
print([
  ...(await turns(setting, 60)),
  await warmTools(setting, 300),
  await coldTools(setting, 'none', 5),
  await coldTools(setting, 7, 3),
]);
await setting.close();
process.exit(0);
