/** An answer as it came, its text kept so that it can be searched. */
export type Answer = { status: number; body: string };

/** A client of the HTTP API that keeps everything it was ever sent. */
export const createClient = (origin: string, apiKey: string) => {
  const received: string[] = [];

  const send = async (
    method: string,
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ): Promise<Answer> => {
    const response = await fetch(`${origin}/api/v1/storage/sandboxes${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const answer = { status: response.status, body: await response.text() };
    received.push(answer.body);
    return answer;
  };

  /** The JSON of an answer that must be a success. */
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await send(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body) as T;
  };

  return { send, ask, received };
};

export type Client = ReturnType<typeof createClient>;
