import { findFirstSandbox } from '../../accounts/ensure-first-account.ts';
import { getSandbox } from '../../accounts/get-sandbox.ts';
import { listSandboxes } from '../../accounts/list-sandboxes.ts';
import { lookUp } from '../../concierge/name-lookup.ts';
import { areOf, code, listed, say } from '../../concierge/reply.ts';
import { unknownSourceText } from '../../concierge/report.ts';
import type { ToolDeps } from '../../concierge/tools/tool.ts';
import type { Caller } from '../../domain/account.ts';
import { isId } from '../../domain/id.ts';
import type { Source } from '../../domain/source.ts';
import { ConciergeError, validationError } from '../../errors.ts';
import { listSources } from '../../sources/list.ts';

const notFound = (message: string): ConciergeError => new ConciergeError('not_found', message);

/** The id of the sandbox that is named by name or id; undefined: the one to begin in. Errors: `not_found`. */
export const sandboxNamed = async (deps: ToolDeps, caller: Caller, wanted?: string): Promise<string> => {
  if (wanted === undefined) {
    const first = await findFirstSandbox(deps, caller);
    if (first === null) throw notFound(say('links.no_sandbox'));
    return first.sandbox_id;
  }
  if (isId('sandbox', wanted)) return (await getSandbox(deps, caller, wanted)).sandbox_id;
  const all = await listSandboxes(deps, caller);
  const found = lookUp(
    wanted,
    all.map((sandbox) => ({ names: [sandbox.name], sandbox })),
  );
  if (found.kind === 'one') return found.found.sandbox.sandbox_id;
  const names = listed(all.map(({ name }) => code(name)));
  throw notFound(say('links.unknown_sandbox', { wanted: code(wanted), are: areOf(all), names }));
};

const labelled = ({ name, data_source_id }: Source): string => `${name} (${code(data_source_id)})`;

/**
 * The id of the source that is named by label or id, the label in that sandbox. Nothing is guessed between two.
 * Errors: `not_found`, `validation`.
 */
export const sourceNamed = async (
  deps: ToolDeps,
  caller: Caller,
  { sandbox_id, wanted }: { sandbox_id: string; wanted: string },
): Promise<string> => {
  if (isId('source', wanted)) return wanted;
  const all = await listSources(deps, caller, { sandbox_id });
  const live = all.filter(({ status }) => status !== 'disconnected');
  const found = lookUp(
    wanted,
    live.map((source) => ({ names: [source.name, source.namespace], source })),
  );
  if (found.kind === 'one') return found.found.source.data_source_id;
  if (found.kind === 'several') {
    const names = listed(found.found.map(({ source }) => labelled(source)));
    throw validationError('source', say('links.several_sources', { wanted: code(wanted), names }));
  }
  if (live.length === 0) throw notFound(say('links.no_source_yet', { wanted: code(wanted) }));
  throw notFound(
    unknownSourceText(
      code(wanted),
      live.map(({ name }) => name),
    ),
  );
};
