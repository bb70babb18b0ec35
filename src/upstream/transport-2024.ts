import type { Egress } from '../egress/port.ts';

const limits = { deadline_ms: 5_000, max_bytes: 16 * 1024 };

const firstEvent = async (response: Response): Promise<string> => {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) return text;
    text += chunk.value;
    if (/\r?\n\r?\n/.test(text)) {
      await reader?.cancel();
      return text;
    }
  }
};

/**
 * True for a server of the HTTP+SSE transport of 2024-11-05: a GET opens an event stream whose first event is
 * `endpoint` (MCP 2025-11-25, backwards compatibility). The address in that event is not looked at.
 */
export const offersEventStreamOf2024 = async (options: {
  egress: Egress;
  url: URL;
  headers: Record<string, string>;
  signal: AbortSignal;
}): Promise<boolean> => {
  const { egress, url, headers, signal } = options;
  try {
    const response = await egress.fetch(limits)(url, {
      headers: { ...headers, accept: 'text/event-stream' },
      signal,
    });
    const isStream = response.ok && /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
    if (!isStream) {
      await response.body?.cancel();
      return false;
    }
    return /^event:\s*endpoint\s*$/m.test(await firstEvent(response));
  } catch {
    // Whatever went wrong here, the failure that led here says more.
    return false;
  }
};
