import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createConsoleLog } from '../../src/entry/console-log.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;

/** The lines that are written while the test runs. */
const written = (): { level: string }[] => {
  const lines: { level: string }[] = [];
  for (const level of levels) {
    const spy = vi
      .spyOn(console, level)
      .mockImplementation((line: string) => void lines.push(JSON.parse(line)));
    onTestFinished(() => spy.mockRestore());
  }
  return lines;
};

describe('the log of a Worker', () => {
  it('writes a line of JSON with its level, its time and what was said', () => {
    const lines = written();
    createConsoleLog('info').warn({ run_id: 'rn_1' }, 'model failed');
    expect(lines).toEqual([{ level: 'warn', time: expect.any(Number), run_id: 'rn_1', msg: 'model failed' }]);
  });

  it.each([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['silent', []],
  ] as const)('at the level %s writes %j', (lowest, expected) => {
    const lines = written();
    const log = createConsoleLog(lowest);
    for (const level of levels) log[level]({}, 'x');
    expect(lines.map(({ level }) => level)).toEqual(expected);
  });
});
