import { getSandbox } from '../accounts/get-sandbox.ts';
import type { Caller } from '../domain/account.ts';
import type { Source } from '../domain/source.ts';
import type { SourceRef, SourcesDeps } from './deps.ts';
import { readSource } from './read.ts';

/** One source, whatever its status. Errors: `not_found`. */
export const getSource = async (
  deps: Pick<SourcesDeps, 'store'>,
  caller: Caller,
  ref: SourceRef,
): Promise<Source> => {
  await getSandbox(deps, caller, ref.sandbox_id);
  return (await readSource(deps.store, caller, ref)).value;
};
