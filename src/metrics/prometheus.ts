import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { createSoon } from '../soon.ts';
import type { Gauges, Metrics } from './port.ts';

/** Bounds in seconds: a call over loopback takes about a millisecond, a turn with a model a minute. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];
/** A client may send any word as its method. */
const knownMethods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export type PrometheusOptions = {
  /** Adds what Node tells of its process: memory, processor time, delays of the event loop. */
  ofProcess?: boolean;
};

/** Figures kept by `prom-client`, about a microsecond each. */
export const createPrometheus = ({ ofProcess = false }: PrometheusOptions = {}): Metrics => {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const { soon, now } = createSoon();
  let read: (() => Gauges) | null = null;

  const histogram = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Histogram({ name, help, labelNames, buckets, registers });
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) => ({
    showing: (show: (gauge: Gauge, now: Gauges) => void) =>
      new Gauge({
        name,
        help,
        labelNames,
        registers,
        collect() {
          if (read !== null) show(this, read());
        },
      }),
  });

  const requests = counter('concierge_http_requests_total', 'Requests answered.', [
    'method',
    'route',
    'status',
  ]);
  const requestSeconds = histogram(
    'concierge_http_request_duration_seconds',
    'Time until a request was answered, or its stream began.',
    ['route'],
  );
  const turns = histogram(
    'concierge_turn_duration_seconds',
    'Turns of the Concierge and runs of agents, by how they ended.',
    ['by', 'outcome'],
  );
  const tokens = counter('concierge_model_tokens_total', 'Tokens that language models took and gave.', [
    'by',
    'direction',
  ]);
  const toolCalls = histogram(
    'concierge_tool_call_duration_seconds',
    'Calls of tools as their caller sees them, by how they ended.',
    ['outcome'],
  );
  const exchanges = histogram(
    'concierge_upstream_duration_seconds',
    "Exchanges with users' MCP servers, by how they ended.",
    ['operation', 'outcome'],
  );
  gauge('concierge_catalog_sources', 'Sources whose tool list this process keeps.').showing(
    (self, { catalog }) => self.set(catalog.sources),
  );
  gauge('concierge_catalog_tools', 'Tools in those lists.').showing((self, { catalog }) =>
    self.set(catalog.tools),
  );
  gauge('concierge_breakers', 'Sources called of late, by the state of their breaker.', ['state']).showing(
    (self, { breakers }) => {
      for (const [state, sources] of Object.entries(breakers)) self.set({ state }, sources);
    },
  );

  return {
    request({ method, route, status, ms }) {
      requests.inc({ method: knownMethods.has(method) ? method : 'other', route, status });
      requestSeconds.observe({ route }, ms / 1000);
    },
    turn({ by, outcome, ms, tokens_in, tokens_out }) {
      turns.observe({ by, outcome }, ms / 1000);
      tokens.inc({ by, direction: 'in' }, tokens_in);
      tokens.inc({ by, direction: 'out' }, tokens_out);
    },
    toolCall: ({ outcome, ms }) => soon(() => toolCalls.observe({ outcome }, ms / 1000)),
    upstream: ({ operation, outcome, ms }) =>
      soon(() => exchanges.observe({ operation, outcome }, ms / 1000)),
    watch(reader) {
      read = reader;
    },
    text() {
      now();
      return registry.metrics();
    },
  };
};
