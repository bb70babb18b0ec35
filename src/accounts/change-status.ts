import { type AuditAction, auditChange } from '../audit/record.ts';
import type { Caller } from '../domain/account.ts';
import type { Sandbox, SandboxStatus } from '../domain/sandbox.ts';
import { conflict } from '../errors.ts';
import { untilFresh } from '../store/until-fresh.ts';
import type { AccountsDeps } from './deps.ts';
import { readSandbox } from './get-sandbox.ts';

export type StatusChange = {
  from: readonly SandboxStatus[];
  to: SandboxStatus;
  action: AuditAction;
  /** The verb as the user says it. */
  verb: string;
};

/** Errors: `not_found`; `conflict` when the sandbox has another status than the change begins with. */
export const changeStatus = (
  { store, now }: AccountsDeps,
  caller: Caller,
  sandbox_id: string,
  { from, to, action, verb }: StatusChange,
): Promise<Sandbox> =>
  untilFresh(async () => {
    const { key, value: present, version } = await readSandbox(store, caller, sandbox_id);
    const { name, status } = present;
    if (!from.includes(status))
      throw conflict(`The sandbox \`${name}\` is ${status}; it cannot be ${verb}.`, { status });
    const next: Sandbox = { ...present, status: to };
    const record = auditChange({
      caller,
      action,
      subject: sandbox_id,
      sandbox_id,
      detail: { from: status },
      at: now(),
    });
    await store.commit([{ key, value: next, expect: version }, record]);
    return next;
  });
