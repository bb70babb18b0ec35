import { createKeyCheck } from './accounts/authenticate-key.ts';
import { createKeyUseRecorder } from './accounts/key-uses.ts';
import { createAnthropicModel } from './agents/loop/anthropic.ts';
import { createRuns } from './agents/runs/runs.ts';
import { createUseRecorder } from './audit/uses.ts';
import { createCalls } from './calls/calls.ts';
import { observedCalls } from './calls/observed.ts';
import { createCatalog } from './catalog/catalog.ts';
import { createModelInterpreter } from './concierge/anthropic/interpreter.ts';
import { createConcierge } from './concierge/concierge.ts';
import type { Interpreter } from './concierge/interpreter.ts';
import { createOfflineInterpreter } from './concierge/offline/interpreter.ts';
import { type Config, isLoopback } from './config.ts';
import { Credential } from './domain/credential.ts';
import { loggedTrace, type Trace } from './domain/trace.ts';
import type { Egress } from './egress/port.ts';
import { createGateway } from './gateway/gateway.ts';
import { type Message, messageOf, toResponse } from './gateway/message.ts';
import { type ApiDeps, createApi } from './http/api.ts';
import type { ReadDocsFile } from './http/docs-routes.ts';
import { createGatewayLane, type SentAnswer } from './http/gateway-lane.ts';
import { createSourceGates } from './limits/source-gates.ts';
import { createTokenBucket } from './limits/token-bucket.ts';
import { type Log, loggedFailure } from './log.ts';
import type { EndedTurn, Metrics } from './metrics/port.ts';
import { createPrometheus } from './metrics/prometheus.ts';
import type { Store } from './store/port.ts';
import { observedUpstream } from './upstream/observed.ts';
import type { Upstream } from './upstream/port.ts';
import type { Vault } from './vault/port.ts';

export type AppDeps = {
  config: Config;
  store: Store;
  vault: Vault;
  egress: Egress;
  upstream: Upstream;
  readDocsFile: ReadDocsFile;
  now: () => Date;
  log: Log;
  /** Left out: figures without those of the process. */
  metrics?: Metrics;
};

/** What an entry without HTTP works on. */
export type Rooms = Pick<
  ApiDeps,
  'accounts' | 'agents' | 'calls' | 'catalog' | 'concierge' | 'runs' | 'sources' | 'upstream'
>;

/** How long runs may go on after `drain`, in ms: the rest of the 25 s of a stop is for saving how they ended. */
const runsEndWithinMs = 20_000;

export type Route = { method: string; path: string };

export type App = {
  fetch(request: Request): Promise<Response>;
  /** What `fetch` does with a program's message to the gateway; null for everything else. */
  answer(message: Message): Promise<SentAnswer> | null;
  rooms: Rooms;
  /** What `fetch` answers to, as the router knows it; `ALL` for middlewares and for every method. */
  routes: readonly Route[];
  /** From now on nothing new is done: `/readyz` and all but the public routes say that the server is stopping. */
  drain(): void;
  /** Resolves when what was asked before `drain` is done, also for those whose client is gone. */
  settled(): Promise<void>;
  /** Waits for what runs, then closes the adapters it was given. */
  close(): Promise<void>;
};

/** The model where one is set up and wanted, with the offline interpreter behind it; else that one alone. */
export const createInterpreter = (
  { interpreter, model, apiKey, masterKey }: Config,
  now: () => number,
): Interpreter => {
  const offline = createOfflineInterpreter();
  if (interpreter === 'offline') return offline;
  const masterKeys = masterKey?.reveal().split(',') ?? [];
  const secrets = [apiKey, model.apiKey, ...masterKeys.map((key) => new Credential(key.trim()))].filter(
    (secret) => secret !== null,
  );
  return createModelInterpreter({ settings: model, model: model.name, offline, secrets, now }) ?? offline;
};

const respondWith = ({ answer, onSent }: SentAnswer): Response => {
  onSent();
  return toResponse(answer);
};

/** Builds the rooms over the adapters of an entry: the one composition root. */
export const createApp = (deps: AppDeps): App => {
  const { config, store, vault, egress, readDocsFile, now, log, metrics = createPrometheus() } = deps;
  const upstream = observedUpstream(deps.upstream, metrics.upstream);
  const nowMs = (): number => now().getTime();
  const running = new Set<Promise<unknown>>();
  let accepting = true;

  const track = (work: Promise<unknown>): void => {
    const settle = (): void => void running.delete(work);
    running.add(work);
    work.then(settle, settle);
  };

  const reportTo = (message: string) => (error: unknown) =>
    log.error({ failure: loggedFailure(error) }, message);
  /** One wide line a turn, and its figures. */
  const endOf =
    (by: EndedTurn['by']) =>
    ({ trace, ...ended }: Omit<EndedTurn, 'by'> & { trace: Trace | undefined }): void => {
      metrics.turn({ by, ...ended });
      log.info({ ...loggedTrace(trace), ...ended }, by === 'agent' ? 'run' : 'turn');
    };
  const uses = createUseRecorder({ store, now, onError: reportTo('credential uses') });
  const keyUses = createKeyUseRecorder({ store, now, onError: reportTo('key uses') });
  const sources = {
    store,
    vault,
    egress,
    upstream,
    now,
    max_rate_cap_per_minute: config.maxRateCapPerMinute,
    registrations: createTokenBucket({
      uses: config.registrationsPerMinute,
      perMs: 60_000,
      what: 'registrations',
      now: nowMs,
    }),
    onUse: uses.record,
  };
  const catalog = createCatalog({
    ...sources,
    ttl_ms: config.catalogTtlMs,
    deadline_ms: config.catalogDeadlineMs,
    onError: reportTo('catalog'),
  });
  const concierge = createConcierge({
    ...sources,
    catalog,
    log,
    interpreter: createInterpreter(config, nowMs),
    onTurn: endOf('concierge'),
  });
  const gates = createSourceGates({ now: nowMs });
  const calls = observedCalls(createCalls({ ...sources, catalog, gates }), metrics.toolCall);
  metrics.watch(() => ({ catalog: catalog.size(), breakers: gates.breakers() }));
  const model = createAnthropicModel(config.model);
  const runs = createRuns({ store, now, catalog, calls, model, log, onRun: endOf('agent') });
  let endOfRuns: ReturnType<typeof setTimeout> | undefined;
  const rooms: Rooms = {
    accounts: { store, now },
    agents: { store, now, default_model: config.model.name },
    calls,
    catalog,
    concierge,
    runs,
    sources,
    upstream,
  };
  const gateway = createGateway({ catalog, calls, onError: reportTo('gateway') });
  const requests = createTokenBucket({
    uses: config.requestsPerSecond,
    perMs: 1000,
    what: 'requests',
    now: nowMs,
  });
  const apiDeps: ApiDeps = {
    ...rooms,
    gateway,
    store,
    readDocsFile,
    vault,
    authenticate: createKeyCheck({ store, now, onUse: keyUses.record }),
    requests,
    accepting: () => accepting,
    now: nowMs,
    metrics,
    track,
    log,
  };
  const apiOptions = {
    loopbackOnly: isLoopback(config.host),
    publicUrl: config.publicUrl,
    corsOrigins: config.corsOrigins,
  };
  const api = createApi(apiDeps, apiOptions);
  const gatewayLane = createGatewayLane(apiDeps, apiOptions);

  const answer: App['answer'] = (message) => {
    const answering = gatewayLane(message);
    if (accepting && answering !== null) track(answering);
    return answering;
  };

  const settled = async (): Promise<void> => {
    while (running.size > 0) await Promise.allSettled(running);
  };

  return {
    fetch: (request) => {
      const response = answer(messageOf(request))?.then(respondWith) ?? Promise.resolve(api.fetch(request));
      if (accepting) track(response);
      return response;
    },
    answer,
    rooms,
    routes: api.routes.map(({ method, path }) => ({ method, path })),
    drain: () => {
      accepting = false;
      // Streams that only listen would hold the server open.
      gateway.close().catch(reportTo('gateway'));
      endOfRuns ??= setTimeout(runs.stop, runsEndWithinMs);
    },
    settled,
    close: async () => {
      await settled();
      clearTimeout(endOfRuns);
      await gateway.close();
      await catalog.close();
      await uses.close();
      await keyUses.close();
      await upstream.close();
      await egress.close();
      await store.close();
    },
  };
};
