/** Times in ms, sizes in bytes (rule E5). */
export type UpstreamLimits = {
  /** A handshake, and a whole listing with its handshake. */
  list_ms: number;
  list_bytes: number;
  pages: number;
  tools: number;
  call_ms: number;
  call_bytes: number;
  /** An unused connection is closed after this. */
  idle_ms: number;
};

export const defaultLimits: UpstreamLimits = {
  list_ms: 15_000,
  list_bytes: 8 * 1024 * 1024,
  pages: 50,
  tools: 2_000,
  call_ms: 60_000,
  call_bytes: 10 * 1024 * 1024,
  idle_ms: 60_000,
};
