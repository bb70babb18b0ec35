import type { Caller } from '../domain/account.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { changeStatus } from './change-status.ts';
import type { AccountsDeps } from './deps.ts';

/** An active sandbox answers reads only from now on and has no tools. Errors: `not_found`, `conflict`. */
export const suspendSandbox = (deps: AccountsDeps, caller: Caller, sandbox_id: string): Promise<Sandbox> =>
  changeStatus(deps, caller, sandbox_id, {
    from: ['active'],
    to: 'suspended',
    action: 'sandbox.suspend',
    verb: 'suspended',
  });
