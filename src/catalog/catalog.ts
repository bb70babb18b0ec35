import { getSandbox } from '../accounts/get-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Agent } from '../domain/agent.ts';
import type { CredentialUse } from '../domain/credential-use.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { type Source, whyFailed } from '../domain/source.ts';
import { isConciergeError, notFound } from '../errors.ts';
import { checkSource } from '../sources/check.ts';
import type { SourcesDeps } from '../sources/deps.ts';
import { listSources } from '../sources/list.ts';
import { sourceTarget } from '../sources/target.ts';
import { getBoth } from '../store/get-both.ts';
import { keys } from '../store/keys.ts';
import { agentProblem, withAllowlist } from './agent-view.ts';
import { type Assembly, assemble, type SourceView } from './assemble.ts';
import { createAssemblies } from './assemblies.ts';
import { createKeptCatalog, type KeptCatalog } from './kept.ts';
import type { Catalog, ResolveOptions } from './port.ts';
import { createRechecks } from './recheck.ts';
import type { ToolList } from './tool-list.ts';
import { createToolLists, type ListAnswer } from './tool-lists.ts';

export type { Catalog } from './port.ts';

const listDeadlineMs = 15_000;

export type CatalogOptions = SourcesDeps & {
  /** How long a tool list is fresh when its server does not say. */
  ttl_ms: number;
  /** How long a resolve waits for one source. */
  deadline_ms: number;
  /** Told of every listing that took out a credential. */
  onUse?: (use: CredentialUse) => void;
  /** Told of what went wrong behind a resolve and is nobody's answer. */
  onError?: (error: unknown) => void;
  /** What another catalog learned; default: nothing. */
  kept?: KeptCatalog;
};

const sandboxProblem = ({ name, status }: Sandbox): string | null =>
  status === 'active' ? null : `The sandbox \`${name}\` is ${status}, so it has no tools.`;

/** What is known of a source that the tool to be called is not of. */
const aside = (list: ToolList | null): ListAnswer =>
  list === null ? { list, reason: 'Its tools were not asked for.' } : { list, stale: null };

const statusAbsence = (source: Source): SourceView['absence'] => {
  const { status } = source;
  if (status === 'active') return null;
  if (status === 'paused')
    return { kind: 'source_paused', reason: 'It is paused; resume it to offer its tools again.' };
  if (status === 'disconnected')
    return { kind: 'source_revoked', reason: 'It was revoked; register it again to use it.' };
  return { kind: 'source_error', reason: whyFailed(source) };
};

/** A catalog over the sources in `store`; each call reads their rows anew. */
export const createCatalog = (options: CatalogOptions): Catalog => {
  const { now, ttl_ms, deadline_ms, onUse, onError = () => undefined, kept = createKeptCatalog() } = options;

  const lists = createToolLists({
    kept: kept.lists,
    now,
    ttl_ms,
    deadline_ms,
    fetchList: async (source, signal) => {
      const { user_id, sandbox_id, data_source_id, has_credential } = source;
      if (has_credential) {
        onUse?.({ user_id, sandbox_id, data_source_id, kind: 'list', tool: null, agent: null, at: now() });
      }
      return options.upstream.list(sourceTarget(options, source), { signal, deadline_ms: listDeadlineMs });
    },
    explain: (error) => {
      if (isConciergeError(error)) return error.message;
      onError(error);
      return 'Its tools could not be read because of an internal error.';
    },
  });
  const assemblies = createAssemblies(kept.assemblies);
  const rechecks = createRechecks({
    lastAt: kept.checkedAt,
    now,
    ttl_ms,
    onError,
    check: (caller, { sandbox_id, data_source_id }, signal) =>
      checkSource(options, caller, { sandbox_id, data_source_id, signal }),
  });

  const view = async (
    source: Source,
    blocked: string | null,
    { for_call_of: called }: ResolveOptions = {},
  ): Promise<SourceView> => {
    const absence =
      blocked === null || source.status === 'disconnected'
        ? statusAbsence(source)
        : ({ kind: 'source_skipped', reason: blocked } as const);
    if (absence !== null) return { source, list: lists.peek(source), stale: false, absence };
    const isAside = called !== undefined && !called.startsWith(`${source.namespace}__`);
    const answer = isAside
      ? aside(lists.peek(source))
      : await lists.get(source, { recent: called !== undefined });
    if (answer.list === null) {
      const { reason } = answer;
      return { source, list: lists.peek(source), stale: false, absence: { kind: 'source_skipped', reason } };
    }
    const stale = answer.stale !== null;
    if (answer.list.tools.length > 0) return { source, list: answer.list, stale, absence: null };
    const reason = 'Its server offers no tools; check that it registers some.';
    return { source, list: answer.list, stale, absence: { kind: 'source_skipped', reason } };
  };

  const readRows = async (caller: Caller, sandbox_id: string) => {
    const [sandbox, sources] = await Promise.all([
      getSandbox(options, caller, sandbox_id),
      listSources(options, caller, { sandbox_id }),
    ]);
    return { sandbox, sources, problem: sandboxProblem(sandbox) };
  };

  const resolve = async (
    caller: Caller,
    sandbox_id: string,
    agentHas: string | null,
    asked: ResolveOptions | undefined,
  ): Promise<Assembly> => {
    const { sandbox, sources, problem } = await readRows(caller, sandbox_id);
    const blocked = problem ?? agentHas;
    for (const source of sources) {
      if (source.status === 'disconnected') lists.drop(source.data_source_id);
      if (source.status === 'error' && sandbox.status === 'active') rechecks.consider(caller, source);
    }
    const views = await Promise.all(sources.map((source) => view(source, blocked, asked)));
    return blocked === null ? assemblies.of(sandbox_id, views) : assemble(views);
  };

  return {
    async resolveSandbox(caller, sandbox_id, asked) {
      const startedAt = performance.now();
      const assembly = await resolve(caller, sandbox_id, null, asked);
      return withAllowlist(assembly, [], Math.round(performance.now() - startedAt));
    },

    async resolveAgent(caller, agent: Agent, asked) {
      const startedAt = performance.now();
      const assembly = await resolve(caller, agent.sandbox_id, agentProblem(agent), asked);
      return withAllowlist(assembly, agent.tool_allowlist, Math.round(performance.now() - startedAt));
    },

    async recall(caller, sandbox_id, name) {
      const known = assemblies.recall(sandbox_id, name);
      if (known === null || !lists.isRecent(known.view.source, known.view.list)) return null;
      const { tool, view } = known;
      const [sandbox, row] = await getBoth<Sandbox, Source>(
        options.store,
        keys.sandbox(caller.user_id, sandbox_id),
        keys.source(caller.user_id, sandbox_id, tool.data_source_id),
      );
      const isSame = row?.value.version === view.source.version && view.absence === null;
      return row !== null && isSame && sandbox?.value.status === 'active'
        ? { tool, source: row.value }
        : null;
    },

    async toolsOfSource(caller, { sandbox_id, data_source_id }) {
      const { sources, problem } = await readRows(caller, sandbox_id);
      const wanted = sources.find((source) => source.data_source_id === data_source_id);
      if (wanted === undefined) throw notFound('data source');
      const own = await view(wanted, problem);
      const others = sources
        .filter((source) => source !== wanted)
        .map((source): SourceView => ({ source, list: null, stale: false, absence: null }));
      return (await assemble([own, ...others])).by_source.get(data_source_id) ?? [];
    },

    invalidate: lists.drop,

    size: lists.size,

    async settled() {
      await Promise.all([lists.settled(), rechecks.settled()]);
    },

    async close() {
      await Promise.all([lists.close(), rechecks.close()]);
    },
  };
};
