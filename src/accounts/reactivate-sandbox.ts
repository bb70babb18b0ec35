import type { Caller } from '../domain/account.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { changeStatus } from './change-status.ts';
import type { AccountsDeps } from './deps.ts';

/** A suspended sandbox works again. Errors: `not_found`, `conflict`. */
export const reactivateSandbox = (deps: AccountsDeps, caller: Caller, sandbox_id: string): Promise<Sandbox> =>
  changeStatus(deps, caller, sandbox_id, {
    from: ['suspended'],
    to: 'active',
    action: 'sandbox.reactivate',
    verb: 'reactivated',
  });
