/** A request to the gateway, whatever brought it. */
export interface Message {
  readonly method: string;
  /** The whole address that was asked for. */
  readonly url: string;
  /** By its name in lower case. */
  header(name: string): string | null;
  /** The body, which is read once however often it is asked for. */
  text(): Promise<string>;
  /** Aborted when the sender is gone. No accessor: V8 gives each literal with one a hidden class that outlives it. */
  signal(): AbortSignal;
  /** The same as a web-standard request, for the SDK, once the body was read. */
  request(): Request;
}

/** An answer that is there as a whole. */
export type WholeAnswer = {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer>;
};
/** The same, or a web-standard one: a stream, or the SDK's. */
export type Answer = WholeAnswer | { status: number; response: Response };

/** A web-standard request as a message. */
export const messageOf = (request: Request): Message => {
  let body: Promise<string> | undefined;
  return {
    method: request.method,
    url: request.url,
    header: (name) => request.headers.get(name),
    text: () => {
      body ??= request.text();
      return body;
    },
    signal: () => request.signal,
    request: () => request,
  };
};

/** Headers in a plain object are written by the server as they are. */
export const toResponse = (answer: Answer): Response =>
  'response' in answer ? answer.response : new Response(answer.body, answer);
