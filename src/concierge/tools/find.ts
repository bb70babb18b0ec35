import { getSandbox } from '../../accounts/get-sandbox.ts';
import { listSandboxes } from '../../accounts/list-sandboxes.ts';
import { isId } from '../../domain/id.ts';
import type { Sandbox } from '../../domain/sandbox.ts';
import type { Source } from '../../domain/source.ts';
import { notFound } from '../../errors.ts';
import { keys } from '../../store/keys.ts';
import type { ToolContext } from './tool.ts';

/** The sandbox named by id or name; without one, the conversation's. Errors: `not_found`. */
export const findSandbox = async (
  { deps, caller, sandbox_id }: ToolContext,
  named?: string,
): Promise<Sandbox> => {
  if (named === undefined || isId('sandbox', named)) return getSandbox(deps, caller, named ?? sandbox_id);
  const found = (await listSandboxes(deps, caller, {})).find(({ name }) => name === named);
  if (!found) throw notFound('sandbox');
  return found;
};

/** A source of the account by id, in whichever of its sandboxes it lies, disconnected too. Errors: `not_found`. */
export const findSource = async ({ deps, caller }: ToolContext, data_source_id: string): Promise<Source> => {
  const sandboxes = isId('source', data_source_id) ? await listSandboxes(deps, caller) : [];
  const places = sandboxes.map(({ sandbox_id }) => keys.source(caller.user_id, sandbox_id, data_source_id));
  const found = await Promise.all(places.map((key) => deps.store.get<Source>(key)));
  const entry = found.find((one) => one !== null);
  if (!entry) throw notFound('source');
  return entry.value;
};
