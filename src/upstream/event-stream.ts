/** One event of a `text/event-stream`. */
export type StreamEvent = { type: string; data: string; id: string | null; retry_ms: number | null };

/** The lines of a text that comes in pieces; each character is looked at once, however long a line is. */
const readLines = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  let endedInReturn = false;
  for await (const chunk of chunks) {
    let text = decoder.decode(chunk, { stream: true });
    if (endedInReturn && text.startsWith('\n')) text = text.slice(1);
    endedInReturn = text === '' ? endedInReturn : text.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    const last = lines.pop() ?? '';
    for (const line of lines) {
      yield begun.join('') + line;
      begun = [];
    }
    if (last !== '') begun.push(last);
  }
};

/** Reads server-sent events (HTML standard, section 9.2). An event that the end cut off is left out. */
export const readEvents = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<StreamEvent> {
  let data: string[] = [];
  let [type, id, retry_ms]: [string, string | null, number | null] = ['', null, null];
  for await (const line of readLines(chunks)) {
    if (line === '') {
      if (data.length > 0 || id !== null || retry_ms !== null)
        yield { type: type || 'message', data: data.join('\n'), id, retry_ms };
      [data, type, id, retry_ms] = [[], '', null, null];
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') data.push(value);
    else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) retry_ms = Number(value);
  }
};
