// How well the configured model understands: `npm run eval -- [file.jsonl …] [--times 3]`, `--compare a.json b.json`.
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, parseConfig } from '../src/config.ts';
import { isConciergeError } from '../src/errors.ts';
import { startFixtureServers } from '../test/fixtures/servers.ts';
import { startTestServer } from '../test/http/test-server.ts';
import { judgeConversations } from './conversations.ts';
import { compareReports, figuresByCategory, printReport, type Report, wrongOnes } from './report.ts';
import type { Judged } from './tally.ts';
import { judgeUtterances } from './utterances.ts';

const folder = 'eval/results';
const utterances = 'utterances';
const handedOver = 'the offline interpreter took the turn';

/** What the server reads of the model; the rest of the environment is left out, so that runs are alike. */
const modelSettings = (): Record<string, string> =>
  Object.fromEntries(
    ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL', 'CONCIERGE_MODEL', 'CONCIERGE_INTERPRETER'].flatMap(
      (name) => {
        const value = process.env[name];
        return value === undefined ? [] : [[name, value]];
      },
    ),
  );

const stop = (sentence: string): never => {
  console.error(sentence);
  process.exit(2);
};

const readConfig = (variables: Record<string, string>): Config => {
  try {
    return parseConfig(variables);
  } catch (error) {
    if (isConciergeError(error, 'validation')) return stop(error.message);
    throw error;
  }
};

const promptsDigest = (): string => {
  const hash = createHash('sha256');
  for (const path of globSync('prompts/*.md').sort()) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 12);
};

const evaluate = async (files: string[], times: number): Promise<Report> => {
  const variables = modelSettings();
  const config = readConfig(variables);
  const { interpreter, model } = config;
  if (interpreter !== 'offline' && model.apiKey === null && model.baseUrl === null)
    stop(
      'No language model is set up: set ANTHROPIC_API_KEY (or ANTHROPIC_BASE_URL), or CONCIERGE_INTERPRETER=offline to measure the offline interpreter.',
    );
  const name = interpreter === 'offline' ? 'offline' : model.name;
  const [fixtures, server] = [await startFixtureServers(), await startTestServer(variables)];
  const judged: Judged[] = [];
  const fallbacks: Record<string, number> = {};
  const onFallback = (reason: string) => {
    fallbacks[reason] = (fallbacks[reason] ?? 0) + 1;
  };
  try {
    for (let time = 1; time <= times; time++)
      for (const file of files) {
        console.error(`${time} of ${times}: ${file}`);
        const turns =
          file === utterances
            ? judgeUtterances(config, onFallback)
            : judgeConversations(file, server, fixtures);
        for await (const turn of turns) judged.push(turn);
      }
  } finally {
    await server.close();
    await fixtures.close();
  }
  for (const line of server.lines) if (line.includes(handedOver)) onFallback(JSON.parse(line).reason);
  return {
    at: new Date().toISOString(),
    model: name,
    prompts: promptsDigest(),
    times,
    figures: figuresByCategory(judged, name),
    fallbacks,
    wrong: wrongOnes(judged),
  };
};

const keep = async (report: Report, wanted: string | undefined): Promise<string> => {
  const name = `${report.at.replace(/[:.]/g, '-')}-${report.model.replace(/[^\w.-]/g, '_')}.json`;
  const path = wanted ?? join(folder, name);
  if (wanted === undefined) await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
  return path;
};

const readReport = (path: string): Report => JSON.parse(readFileSync(path, 'utf8'));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: 'string', default: '3' },
    out: { type: 'string' },
    compare: { type: 'boolean', default: false },
  },
});
if (values.compare) {
  const [before, after] = positionals;
  if (before === undefined || after === undefined)
    stop('--compare takes two results: before.json after.json');
  console.log(compareReports(readReport(before!), readReport(after!)));
} else {
  const times = Number(values.times);
  if (!Number.isInteger(times) || times < 1) stop('--times is a whole number from 1.');
  const files =
    positionals.length > 0 ? positionals : [...globSync('test/conversations/*.jsonl').sort(), utterances];
  const report = await evaluate(files, times);
  console.log(printReport(report));
  console.log(`\n${await keep(report, values.out)}`);
}
