/** Callers of the sick sources, in a process of their own until it is stopped. Usage: <JSON of `Calling[]`> */
export type Calling = {
  url: string;
  headers: Record<string, string>;
  body: string;
  callers: number;
  /** Between two calls of one caller, in ms. */
  pause_ms: number;
  /** A caller gives up after this, in ms. */
  patience_ms: number;
  /** The statuses that the source gives when it is as sick as it should be; none: it never answers. */
  wanted: number[];
};

const callOn = async ({
  url,
  headers,
  body = '',
  pause_ms,
  patience_ms,
  wanted,
}: Calling): Promise<never> => {
  for (;;) {
    const signal = AbortSignal.timeout(patience_ms);
    await fetch(url, { method: 'POST', headers, body, signal })
      .then(async (response) => {
        if (!wanted.includes(response.status)) throw new Error(`${url} answered ${response.status}`);
        await response.arrayBuffer();
      })
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    await new Promise((resolve) => setTimeout(resolve, pause_ms));
  }
};

const callings = JSON.parse(process.argv[2] ?? '[]') as Calling[];
for (const calling of callings) for (let at = 0; at < calling.callers; at++) void callOn(calling);
console.log('listening on nothing');
