import { describe, expect, it } from 'vitest';
import { type Exchange, remember } from '../../../src/agents/loop/history.ts';

const said = (question: string, answer: string): Exchange => [
  { role: 'user', content: question },
  { role: 'assistant', content: [{ type: 'text', text: answer }] },
];
const complete = (answer: string) => ({ answer, complete: true });

describe('a conversation remembers', () => {
  it('each exchange, in order', () => {
    const first = remember([], said('a', 'b'), complete('b'));
    expect(remember(first, said('c', 'd'), complete('d'))).toEqual([said('a', 'b'), said('c', 'd')]);
  });

  it('of a very long exchange its question and answer only', () => {
    const long: Exchange = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'n', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'x'.repeat(200_000) }] },
      { role: 'assistant', content: [{ type: 'text', text: 'b' }] },
    ];
    const short = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
    ];
    expect(remember([], long, complete('b'))).toEqual([short]);
  });

  it('the latest, when they are many or long', () => {
    let history: Exchange[] = [];
    for (let at = 0; at < 120; at++) history = remember(history, said(`q${at}`, 'a'), complete('a'));
    expect([history.length, history.at(-1)?.[0]?.content]).toEqual([100, 'q119']);
    for (let at = 0; at < 8; at++) history = remember(history, said('x'.repeat(100_000), 'a'), complete('a'));
    expect(history).toHaveLength(5);
  });

  it('nothing of an exchange without an answer', () => {
    expect(remember([said('a', 'b')], said('c', ' '), complete(' '))).toEqual([said('a', 'b')]);
  });
});
