import type { Server } from '@modelcontextprotocol/server';
import { createKeyCheck } from './accounts/authenticate-key.ts';
import { createKeyUseRecorder } from './accounts/key-uses.ts';
import { createSessionCheck } from './accounts/page-session.ts';
import { createAnthropicModel } from './agents/loop/anthropic.ts';
import { createRuns } from './agents/runs/runs.ts';
import { createKept, type Kept } from './app/kept.ts';
import { createUseRecorder } from './audit/uses.ts';
import { createCalls } from './calls/calls.ts';
import { observedCalls } from './calls/observed.ts';
import { createCatalog } from './catalog/catalog.ts';
import { createConcierge } from './concierge/concierge.ts';
import { createLinks } from './concierge/links/links.ts';
import { type Config, isLoopback } from './config.ts';
import type { Caller } from './domain/account.ts';
import { loggedTrace, type Trace } from './domain/trace.ts';
import type { Egress } from './egress/port.ts';
import { createGateway } from './gateway/gateway.ts';
import { type Message, messageOf, toResponse } from './gateway/message.ts';
import { createOwnServer, type OwnSession } from './gateway/own-tools/own-server.ts';
import { createHandler } from './gateway/sdk-handler.ts';
import { type ApiDeps, createApi } from './http/api.ts';
import { inProcess } from './http/env.ts';
import { createGatewayLane, type SentAnswer } from './http/gateway-lane.ts';
import type { ReadPageFile } from './http/page-routes.ts';
import type { CreateRateLimit } from './limits/port.ts';
import { callRates, createSourceGates } from './limits/source-gates.ts';
import { createTokenBucket } from './limits/token-bucket.ts';
import { type Log, loggedFailure } from './log.ts';
import { createNoMetrics } from './metrics/none.ts';
import type { EndedTurn, Metrics } from './metrics/port.ts';
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
  /** Left out: limits hold in this process. */
  createRateLimit?: CreateRateLimit | undefined;
  readPageFile: ReadPageFile;
  now: () => Date;
  log: Log;
  /** Left out: no figures are kept. */
  metrics?: Metrics;
  /** Left out: the app begins knowing nothing. */
  kept?: Kept;
};

/** What an entry without HTTP works on. */
export type Rooms = Pick<
  ApiDeps,
  'accounts' | 'agents' | 'calls' | 'catalog' | 'concierge' | 'runs' | 'sources' | 'upstream'
>;

/** How long runs and calls may go on after `drain`, in ms: the rest of the 25 s of a stop is for saying how they ended. */
const workEndsWithinMs = 20_000;

/** Changes that programs may ask for, per account. */
const linksPerMinute = 60;

export type Route = { method: string; path: string };

export type App = {
  fetch(request: Request): Promise<Response>;
  /** The API for a caller whom this process knows without a key, such as its terminal. Nothing is routed here. */
  fetchAs(caller: Caller): (request: Request) => Promise<Response>;
  /** What `fetch` does with a program's message to the gateway; null for everything else. */
  answer(message: Message): Promise<SentAnswer> | null;
  rooms: Rooms;
  /** The Concierge's own tools as an MCP server, for one connection. */
  ownServer(session: OwnSession): Server;
  /** What `fetch` answers to, as the router knows it; `ALL` for middlewares and for every method. */
  routes: readonly Route[];
  /** From now on nothing new is done: `/readyz` and all but the public routes say that the server is stopping. */
  drain(): void;
  /** Resolves when what was asked before `drain` is done, also for those whose client is gone. */
  settled(): Promise<void>;
  /** Waits for what runs, then closes the adapters it was given. */
  close(): Promise<void>;
  /** `drain`, and `close` once nothing runs behind either and every server was left in good order. */
  finish(): Promise<void>;
};

const respondWith = ({ answer, onSent }: SentAnswer): Response => {
  onSent();
  return toResponse(answer);
};

/** Builds the rooms over the adapters of an entry: the one composition root. */
export const createApp = (deps: AppDeps): App => {
  const {
    config,
    store,
    vault,
    egress,
    readPageFile,
    now,
    log,
    metrics = createNoMetrics(),
    kept = createKept(config, now),
  } = deps;
  const upstream = observedUpstream(deps.upstream, metrics.upstream);
  const nowMs = (): number => now().getTime();
  const createRateLimit: CreateRateLimit =
    deps.createRateLimit ?? ((options) => createTokenBucket({ ...options, now: nowMs }));
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
  const keyUses = createKeyUseRecorder({ store, now, kept: kept.keyUses, onError: reportTo('key uses') });
  const sources = {
    store,
    vault,
    egress,
    upstream,
    now,
    max_rate_cap_per_minute: config.maxRateCapPerMinute,
    registrations: createRateLimit({
      name: 'registrations',
      uses: config.registrationsPerMinute,
      perMs: 60_000,
      what: 'registrations',
    }),
    onUse: uses.record,
  };
  const catalog = createCatalog({
    ...sources,
    kept: kept.catalog,
    ttl_ms: config.catalogTtlMs,
    deadline_ms: config.catalogDeadlineMs,
    onError: reportTo('catalog'),
  });
  const concierge = createConcierge({
    ...sources,
    catalog,
    log,
    interpreter: kept.interpreter,
    onTurn: endOf('concierge'),
  });
  const links = createLinks({
    ...sources,
    catalog,
    made: createRateLimit({
      name: 'links',
      uses: linksPerMinute,
      perMs: 60_000,
      what: 'changes that wait for a user',
    }),
  });
  const gates = createSourceGates({ now: nowMs, rates: createRateLimit(callRates), kept: kept.gates });
  const calls = observedCalls(createCalls({ ...sources, catalog, gates }), metrics.toolCall);
  metrics.watch(() => ({ catalog: catalog.size(), breakers: gates.breakers() }));
  const model = createAnthropicModel(config.model);
  const runs = createRuns({ store, now, catalog, calls, model, log, onRun: endOf('agent') });
  let endOfWork: ReturnType<typeof setTimeout> | undefined;
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
  const ownDeps = { tools: { ...sources, catalog }, links, onError: reportTo('own tools') };
  const ownServer = (session: OwnSession) => createOwnServer(ownDeps, session);
  const ownTools = createHandler(ownServer);
  const requests = createRateLimit({
    name: 'requests',
    uses: config.requestsPerSecond,
    perMs: 1000,
    what: 'requests',
  });
  const apiDeps: ApiDeps = {
    ...rooms,
    links,
    ownTools,
    gateway,
    store,
    readPageFile,
    vault,
    authenticate: createKeyCheck({ store, now, onUse: keyUses.record }),
    authenticateSession: createSessionCheck({ store, now }),
    signIns: createRateLimit({
      name: 'sign-ins',
      uses: 60,
      perMs: 60_000,
      what: 'attempts to sign in',
    }),
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

  const endWork = (): void => {
    runs.stop();
    upstream.close().catch(reportTo('upstream'));
  };

  const drain = (): void => {
    accepting = false;
    // Streams that only listen would hold the server open.
    gateway.close().catch(reportTo('gateway'));
    ownTools.close().catch(reportTo('own tools'));
    endOfWork ??= setTimeout(endWork, workEndsWithinMs);
  };

  const close = async (): Promise<void> => {
    await settled();
    clearTimeout(endOfWork);
    await gateway.close();
    await ownTools.close();
    await catalog.close();
    await uses.close();
    await keyUses.close();
    await upstream.close();
    await egress.close();
    await store.close();
  };

  const tracked = (answer: Response | Promise<Response>): Promise<Response> => {
    const response = Promise.resolve(answer);
    if (accepting) track(response);
    return response;
  };

  return {
    fetch: (request) => tracked(answer(messageOf(request))?.then(respondWith) ?? api.fetch(request)),
    fetchAs: (caller) => (request) => tracked(api.fetch(request, { [inProcess]: caller })),
    answer,
    rooms,
    ownServer,
    routes: api.routes.map(({ method, path }) => ({ method, path })),
    drain,
    settled,
    close,
    finish: async () => {
      drain();
      await settled();
      await catalog.settled();
      await upstream.leave();
      await close();
    },
  };
};
