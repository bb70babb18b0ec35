/** How long something took, in ms, and how it ended: a word of a closed set. */
export type Ended = { outcome: string; ms: number };

export type EndedRequest = { method: string; route: string; status: number; ms: number };
export type EndedTurn = Ended & { by: 'concierge' | 'agent'; tokens_in: number; tokens_out: number };
export type EndedExchange = Ended & { operation: 'list' | 'call' };

/** What is so right now, read when somebody asks. */
export type Gauges = {
  catalog: { sources: number; tools: number };
  breakers: { closed: number; open: number; half_open: number };
};

/**
 * The figures of this process, in sums only: nothing that is told here may name an account, a source, a tool or
 * anything else of which there can be any number.
 */
export interface Metrics {
  request(ended: EndedRequest): void;
  turn(ended: EndedTurn): void;
  toolCall(ended: Ended): void;
  upstream(ended: EndedExchange): void;
  /** Says where the gauges are read. */
  watch(read: () => Gauges): void;
  /** Everything so far in the text format of Prometheus 0.0.4. */
  text(): Promise<string>;
}
