import type { Caller } from '../domain/account.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { conflict } from '../errors.ts';
import type { Store } from '../store/port.ts';
import { getSandbox } from './get-sandbox.ts';

/** Refuses with `conflict`, naming the status, unless the sandbox is active. */
export const assertActive = ({ name, status }: Sandbox): void => {
  if (status === 'active') return;
  const wayOut = status === 'suspended' ? ' Reactivate it first.' : '';
  throw conflict(`The sandbox \`${name}\` is ${status} and can only be read.${wayOut}`, { status });
};

/** The sandbox, for everything but reading. Errors: `not_found`; `conflict` when suspended or archived. */
export const requireActiveSandbox = async (
  deps: { store: Store },
  caller: Caller,
  sandbox_id: string,
): Promise<Sandbox> => {
  const sandbox = await getSandbox(deps, caller, sandbox_id);
  assertActive(sandbox);
  return sandbox;
};
