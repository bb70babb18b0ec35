import { describe, expect, it } from 'vitest';
import { readEvents, type StreamEvent } from '../../src/upstream/event-stream.ts';

const pieces = async function* (text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
};
const read = (text: string, size: number): Promise<StreamEvent[]> =>
  Array.fromAsync(readEvents(pieces(text, size)));
const event = (data: string, rest: Partial<StreamEvent> = {}): StreamEvent => ({
  type: 'message',
  data,
  id: null,
  retry_ms: null,
  ...rest,
});

describe('an event stream', () => {
  it.each<[string, string, StreamEvent[]]>([
    ['one event', 'data: {"a":1}\n\n', [event('{"a":1}')]],
    [
      'all fields',
      'event: x\nid: 7\nretry: 20\ndata: a\n\n',
      [event('a', { type: 'x', id: '7', retry_ms: 20 })],
    ],
    ['several lines of data', 'data: a\ndata:\ndata:  b\n\n', [event('a\n\n b')]],
    ['any kind of line end', 'data: a\r\n\r\ndata: b\r\rdata: c\n\n', [event('a'), event('b'), event('c')]],
    ['comments and unknown fields', ': hi\nfoo: bar\nnothing\ndata: a\n\n', [event('a')]],
    ['an event of an id alone', 'id: 1\ndata: \n\n', [event('', { id: '1' })]],
    ['no event that was cut off', 'data: a\n\ndata: b\n', [event('a')]],
    ['a mark of byte order', '\uFEFFdata: ä€😀\n\n', [event('ä€😀')]],
    ['no bad retry, no bad id', 'retry: 1s\nid: a\0b\ndata: x\n\n', [event('x')]],
  ])('gives %s, however it is cut into pieces', async (_what, text, expected) => {
    for (const size of [1, 2, 3, 1_000]) expect(await read(text, size)).toEqual(expected);
  });
});
