import { auditChange } from '../audit/record.ts';
import type { Caller } from '../domain/account.ts';
import { createId } from '../domain/id.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { keys } from '../store/keys.ts';
import type { Change } from '../store/port.ts';

export type NewSandboxFields = Pick<Sandbox, 'name' | 'owner_id' | 'tier' | 'metadata'>;

export type NewSandbox = NewSandboxFields & {
  /** What its id derives from; left out: a new one. */
  attempt?: string | undefined;
};

/** Drafts a sandbox with the claim of its name; nothing is stored yet. */
export const newSandbox = (
  caller: Caller,
  { attempt, ...fields }: NewSandbox,
  at: Date,
): { sandbox: Sandbox; changes: Change[] } => {
  const { user_id } = caller;
  const { name, owner_id } = fields;
  const sandbox_id = createId('sandbox', attempt);
  const sandbox: Sandbox = {
    sandbox_id,
    user_id,
    ...fields,
    status: 'active',
    created_at: at.toISOString(),
  };
  return {
    sandbox,
    changes: [
      { key: keys.sandbox(user_id, sandbox_id), value: sandbox, expect: 'absent' },
      { key: keys.sandboxName(user_id, owner_id, name), value: { sandbox_id }, expect: 'absent' },
      auditChange({
        caller,
        action: 'sandbox.create',
        subject: sandbox_id,
        sandbox_id,
        detail: { name },
        at,
      }),
    ],
  };
};
