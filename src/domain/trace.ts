/** A request as logs and servers behind us can tell it from others. */
export type Trace = {
  request_id: string;
  /** What the client sent to be passed on, rebuilt from its parts; absent when it sent none that is in order. */
  traceparent?: string | undefined;
};

const form = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The `traceparent` in a header, or undefined unless it is of version 00 to the letter (W3C Trace Context, 3.2). */
export const traceparentIn = (header: string | null | undefined): string | undefined =>
  header != null && form.test(header) ? header : undefined;

/** What a log line says of a trace. */
export const loggedTrace = (trace: Trace | undefined): { request_id?: string; trace_id?: string } => {
  if (trace === undefined) return {};
  const { request_id, traceparent } = trace;
  return { request_id, ...(traceparent === undefined ? {} : { trace_id: traceparent.slice(3, 35) }) };
};
