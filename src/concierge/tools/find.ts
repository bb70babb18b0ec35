import { getSandbox } from '../../accounts/get-sandbox.ts';
import { listSandboxes } from '../../accounts/list-sandboxes.ts';
import { isId } from '../../domain/id.ts';
import type { Sandbox } from '../../domain/sandbox.ts';
import type { Source } from '../../domain/source.ts';
import { notFound } from '../../errors.ts';
import { loadFacts } from '../facts.ts';
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

/** A source of the account by id, in whichever of its sandboxes it lives. Errors: `not_found`. */
export const findSource = async (context: ToolContext, data_source_id: string): Promise<Source> => {
  const { sources } = await loadFacts(context.deps, context.caller, context.sandbox_id);
  const found = sources.find((source) => source.data_source_id === data_source_id);
  if (!found) throw notFound('source');
  return found;
};
