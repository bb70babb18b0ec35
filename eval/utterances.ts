import { createInterpreter } from '../src/app/interpreter.ts';
import { commandSchema } from '../src/concierge/commands.ts';
import type { Understood } from '../src/concierge/interpreter.ts';
import { redact } from '../src/concierge/redact.ts';
import type { Config } from '../src/config.ts';
import { isRight, plain, type Row, rows, type Said } from '../test/concierge/offline/unseen-rows.ts';
import { unseenViews } from '../test/concierge/offline/unseen-views.ts';
import { inCommon, type Judged } from './tally.ts';

const atOnce = 4;
const everything = commandSchema.options.map(({ shape }) => shape.command.value);

/** What the redaction alone decides never reaches an interpreter. */
const heard = rows.flatMap((row, at) => {
  const view = unseenViews[row.when]!;
  const { text, kind, credential } = redact(row.say, view);
  if (kind === 'answer' || kind === 'doubtful' || !row.accept.some(Array.isArray)) return [];
  return [{ row, view, text, secrets: credential ? [credential] : [], id: `${row.when} ${at + 1}` }];
});

/** Of several readings that count as right, the one that comes closest. */
const closest = (row: Row, got: string[]): string[] =>
  row.accept
    .filter((list): list is Said[] => Array.isArray(list))
    .map((list) => list.map((one) => JSON.stringify(plain(one, row))))
    .sort((one, other) => inCommon(other, got) - inCommon(one, got))[0]!;

type Reading = Understood & { ms: number };

/** Understands single utterances once, without a conversation around them; nothing can be read here. */
export async function* judgeUtterances(
  config: Config,
  onFallback: (reason: string) => void,
): AsyncGenerator<Judged> {
  const interpreter = createInterpreter(config, Date.now);
  const read = async ({ text, view, secrets }: (typeof heard)[number]): Promise<Reading> => {
    const started = performance.now();
    const { signal } = new AbortController();
    const reading = interpreter.interpret({ text, view, recent: [], allowed: everything, secrets, signal });
    let step = await reading.next();
    while (!step.done) step = await reading.next({ error: 'Nothing can be read right now.' });
    return { ...step.value, ms: performance.now() - started };
  };
  for (let at = 0; at < heard.length; at += atOnce) {
    const some = heard.slice(at, at + atOnce);
    const readings = await Promise.all(some.map(read));
    for (const [index, { commands, usage, fallback, ms }] of readings.entries()) {
      const { row, id } = some[index]!;
      if (fallback !== null) onFallback(fallback);
      const got = commands.map((one) => JSON.stringify(plain(one, row)));
      const problems = isRight(row, commands) ? [] : [`understood as ${JSON.stringify(commands)}`];
      yield {
        category: 'utterances',
        id,
        say: row.say,
        problems,
        commands: { wanted: closest(row, got), got },
        ms,
        usage,
      };
    }
  }
}
