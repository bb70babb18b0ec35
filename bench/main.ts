/** Prints how long a turn and a tool list take. Figures depend on the machine; no test reads them. */
import { openSetting, type Setting } from './setting.ts';

/** `cpu`: what of `times` this process worked, in ms; a busy machine leaves it as it is. */
type Times = { times: number[]; cpu: number };
type Row = Times & { what: string; target: string; isMet: (p50: number, worst: number) => boolean };

const percentile = (times: number[], part: number): number =>
  times.toSorted((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * part))]!;

const timed = async (row: Times, work: () => Promise<unknown>): Promise<void> => {
  const [started, before] = [performance.now(), process.cpuUsage()];
  await work();
  row.times.push(performance.now() - started);
  const { user, system } = process.cpuUsage(before);
  row.cpu += (user + system) / 1000;
};
const noTimes = (): Times => ({ times: [], cpu: 0 });

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

const turns = async ({ fetchText, base }: Setting, rounds: number): Promise<Row[]> => {
  const byKind = new Map<string, Times>(lines.map(([kind]) => [kind, noTimes()]));
  for (let round = -40; round < rounds; round++) {
    let session_id: string | undefined;
    for (const [kind, message] of lines)
      await timed(round < 0 ? noTimes() : byKind.get(kind)!, async () => {
        const body = { message, ...(session_id === undefined ? {} : { session_id }) };
        const text = await fetchText('POST', `${base}/concierge/chat`, body);
        session_id ??= /ss_\w+/.exec(text)?.[0];
      });
  }
  const kinds = [...byKind].map(([kind, row]) => ({ what: `turn, ${kind}`, ...row }));
  const all = {
    what: 'turn, all kinds',
    times: kinds.flatMap(({ times }) => times),
    cpu: kinds.reduce((sum, { cpu }) => sum + cpu, 0),
  };
  return [all, ...kinds].map((row) => ({
    ...row,
    target: 'p50 < 5 ms',
    isMet: (p50: number) => p50 < 5,
  }));
};

const warmTools = async ({ fetchText, base }: Setting, rounds: number): Promise<Row> => {
  const row = noTimes();
  for (let round = -200; round < rounds; round++)
    await timed(round < 0 ? noTimes() : row, () => fetchText('GET', `${base}/agents/support/tools`));
  return { what: 'tools of an agent, warm, 400', ...row, target: 'p50 < 2 ms', isMet: (p50) => p50 < 2 };
};

const coldTools = async (setting: Setting, hanging: number | 'none', rounds: number): Promise<Row> => {
  const row = noTimes();
  const resolved: number[] = [];
  await setting.hang(hanging);
  for (let round = 0; round < rounds; round++) {
    const { ask, close } = await setting.coldInstance();
    await timed(row, async () => {
      const { json } = await ask('GET', `${setting.base}/agents/support/tools`);
      resolved.push(json.trace.sources_resolved.length);
    });
    await close();
  }
  await setting.hang('none');
  const wanted = hanging === 'none' ? 20 : 19;
  return {
    what: `tools, cold, ${hanging === 'none' ? 'all answer' : 'one hangs'}`,
    ...row,
    target: `${wanted} of 20 within 1700 ms`,
    isMet: (_, worst) => worst < 1700 && resolved.every((number) => number === wanted),
  };
};

const print = (rows: Row[]): void => {
  const line = (...cells: string[]): void =>
    console.log(
      cells
        .map((cell, at) => (at === 0 || at > 4 ? cell.padEnd(30) : cell.padStart(9)))
        .join('  ')
        .trimEnd(),
    );
  line('', 'p50 ms', 'p95 ms', 'cpu ms', 'runs', 'target', '');
  for (const { what, times, cpu, target, isMet } of rows) {
    const [p50, p95, worst] = [0.5, 0.95, 1].map((part) => percentile(times, part)) as [
      number,
      number,
      number,
    ];
    const verdict = isMet(p50, worst) ? 'pass' : 'miss';
    line(
      what,
      p50.toFixed(2),
      p95.toFixed(2),
      (cpu / times.length).toFixed(2),
      String(times.length),
      target,
      verdict,
    );
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
