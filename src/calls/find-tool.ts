import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import { agentProblem } from '../catalog/agent-view.ts';
import { closestNames } from '../catalog/closest-names.ts';
import { explainTool } from '../catalog/explain-tool.ts';
import type { Catalog, CatalogTool, Resolution, ResolveOptions } from '../catalog/port.ts';
import type { Caller } from '../domain/account.ts';
import type { Source } from '../domain/source.ts';
import { ConciergeError, conflict } from '../errors.ts';
import { keys } from '../store/keys.ts';
import type { Store } from '../store/port.ts';
import type { CallScope } from './port.ts';

type FindDeps = { store: Store; catalog: Catalog };

const noSuchTool = (wanted: string, resolution: Resolution): ConciergeError => {
  const { kind, name, source, reason } = explainTool(resolution, wanted);
  const names = resolution.tools.map((tool) => tool.name);
  const data = { field: 'name', closest: closestNames(wanted, names) };
  if (kind === 'unknown') return new ConciergeError('not_found', reason, { data });
  if (kind === 'available')
    return new ConciergeError(
      'not_found',
      `There is no tool of exactly that name; \`${name}\` is the nearest.`,
      { data },
    );
  const message = `This tool of ${source} cannot be called. ${reason}`;
  return new ConciergeError(kind === 'source_paused' ? 'conflict' : 'not_found', message, { data });
};

/** Whether an agent's own rules let it call a tool of its sandbox; a sandbox has none. */
const allows = (scope: CallScope, name: string): boolean => {
  if (scope.kind === 'sandbox') return true;
  const { tool_allowlist: allowed } = scope.agent;
  return agentProblem(scope.agent) === null && (allowed.length === 0 || allowed.includes(name));
};

/** The row as it is now, not as the catalog saw it (rules L2, L6). Errors: `not_found`, `conflict` when paused. */
export const readCallable = async (
  store: Store,
  caller: Caller,
  sandbox_id: string,
  { data_source_id, source_name }: CatalogTool,
): Promise<Source> => {
  const why = `This tool of ${source_name} cannot be called.`;
  const row = await store.get<Source>(keys.source(caller.user_id, sandbox_id, data_source_id));
  if (row === null) throw new ConciergeError('not_found', `${why} Its source was deleted.`);
  const source = row.value;
  if (source.status === 'disconnected')
    throw new ConciergeError('not_found', `${why} Its source was revoked.`);
  if (source.status === 'paused') throw conflict(`${why} Its source is paused.`);
  return source;
};

/**
 * The tool that a name means in the catalog of a scope, and its source, read now. Errors: `conflict` for an archived agent, a sandbox that
 * is not active and a paused source; `not_found` with `data.closest`, saying why; `unavailable`.
 */
export const findTool = async (
  { store, catalog }: FindDeps,
  caller: Caller,
  scope: CallScope,
  name: string,
): Promise<{ tool: CatalogTool; source: Source }> => {
  if (scope.kind === 'agent' && scope.agent.status === 'archived')
    throw conflict(`The agent \`${scope.agent.slug}\` is archived and calls no tools.`);
  const resolve = (options?: ResolveOptions): Promise<Resolution> =>
    scope.kind === 'agent'
      ? catalog.resolveAgent(caller, scope.agent, options)
      : catalog.resolveSandbox(caller, scope.sandbox_id, options);
  const sandbox_id = sandboxOfScope(scope);
  const known = allows(scope, name) ? await catalog.recall(caller, sandbox_id, name) : null;
  if (known !== null) return known;
  const named = ({ tools }: Resolution): CatalogTool | undefined => tools.find((tool) => tool.name === name);
  const tool = named(await resolve({ for_call_of: name }));
  if (tool !== undefined) return { tool, source: await readCallable(store, caller, sandbox_id, tool) };
  await requireActiveSandbox({ store }, caller, sandbox_id);
  const whole = await resolve();
  const late = named(whole);
  if (late === undefined) throw noSuchTool(name, whole);
  return { tool: late, source: await readCallable(store, caller, sandbox_id, late) };
};

export const sandboxOfScope = (scope: CallScope): string =>
  scope.kind === 'agent' ? scope.agent.sandbox_id : scope.sandbox_id;
