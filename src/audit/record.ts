import { monotonicFactory } from 'ulid';
import type { Caller } from '../domain/account.ts';
import { keys } from '../store/keys.ts';
import type { Change } from '../store/port.ts';

export type AuditAction =
  | 'account.create'
  | 'api_key.create'
  | 'api_key.revoke'
  | 'page.sign_in'
  | 'sandbox.create'
  | 'sandbox.update'
  | 'sandbox.suspend'
  | 'sandbox.reactivate'
  | 'sandbox.archive'
  | 'sandbox.delete'
  | 'source.register'
  | 'source.check'
  | 'source.update'
  | 'source.accept_tools'
  | 'source.pause'
  | 'source.resume'
  | 'source.revoke'
  | 'source.delete'
  | 'agent.create'
  | 'agent.update'
  | 'agent.archive';

/** What changed, in a few names and numbers; never a secret. */
export type AuditDetail = Record<string, string | number | boolean | null | string[]>;

export type AuditRecord = {
  action: AuditAction;
  /** The id of what was changed. */
  subject: string;
  sandbox_id: string | null;
  detail: AuditDetail;
  at: string;
};

export type AuditInput = {
  caller: Caller;
  action: AuditAction;
  subject: string;
  sandbox_id?: string;
  detail?: AuditDetail;
  at: Date;
};

const nextUlid = monotonicFactory();

/**
 * The record of a change, to be put into the same commit as the change itself: neither is stored without the
 * other (rule L7). Records of an account sort by time and never expire.
 */
export const auditChange = ({ caller, action, subject, sandbox_id, detail, at }: AuditInput): Change => {
  const value: AuditRecord = {
    action,
    subject,
    sandbox_id: sandbox_id ?? null,
    detail: detail ?? {},
    at: at.toISOString(),
  };
  return { key: keys.audit(caller.user_id, nextUlid(at.getTime())), value, expect: 'absent' };
};
