import { requireActiveSandbox } from '../accounts/require-active-sandbox.ts';
import { closestNames } from '../catalog/closest-names.ts';
import { explainTool } from '../catalog/explain-tool.ts';
import type { Catalog, CatalogTool, Resolution, ResolveOptions } from '../catalog/port.ts';
import type { Caller } from '../domain/account.ts';
import { ConciergeError, conflict } from '../errors.ts';
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

/**
 * The tool that a name means in the catalog of a scope. Errors: `conflict` for an archived agent, a sandbox that
 * is not active and a paused source; `not_found` with `data.closest`, saying why; `unavailable`.
 */
export const findTool = async (
  { store, catalog }: FindDeps,
  caller: Caller,
  scope: CallScope,
  name: string,
): Promise<CatalogTool> => {
  if (scope.kind === 'agent' && scope.agent.status === 'archived')
    throw conflict(`The agent \`${scope.agent.slug}\` is archived and calls no tools.`);
  const resolve = (options?: ResolveOptions): Promise<Resolution> =>
    scope.kind === 'agent'
      ? catalog.resolveAgent(caller, scope.agent, options)
      : catalog.resolveSandbox(caller, scope.sandbox_id, options);
  const { tools } = await resolve({ for_call_of: name });
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool !== undefined) return tool;
  await requireActiveSandbox({ store }, caller, sandboxOfScope(scope));
  const whole = await resolve();
  const late = whole.tools.find((candidate) => candidate.name === name);
  if (late === undefined) throw noSuchTool(name, whole);
  return late;
};

export const sandboxOfScope = (scope: CallScope): string =>
  scope.kind === 'agent' ? scope.agent.sandbox_id : scope.sandbox_id;
