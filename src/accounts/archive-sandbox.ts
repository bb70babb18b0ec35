import type { Caller } from '../domain/account.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { changeStatus } from './change-status.ts';
import type { AccountsDeps } from './deps.ts';

/** For good: an archived sandbox answers reads only and has no tools. Errors: `not_found`, `conflict`. */
export const archiveSandbox = (deps: AccountsDeps, caller: Caller, sandbox_id: string): Promise<Sandbox> =>
  changeStatus(deps, caller, sandbox_id, {
    from: ['active', 'suspended'],
    to: 'archived',
    action: 'sandbox.archive',
    verb: 'archived',
  });
