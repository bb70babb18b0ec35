import { z } from 'zod';
import { auditChange } from '../audit/record.ts';
import type { Caller } from '../domain/account.ts';
import { parseInput } from '../domain/parse.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { keys } from '../store/keys.ts';
import { type Change, StaleVersionError } from '../store/port.ts';
import { untilFresh } from '../store/until-fresh.ts';
import { nameTaken } from './create-sandbox.ts';
import type { AccountsDeps } from './deps.ts';
import { readSandbox } from './get-sandbox.ts';
import { assertActive } from './require-active-sandbox.ts';
import { metadata, sandboxName, tier } from './sandbox-fields.ts';

export const updateSandboxBody = z.strictObject({
  name: sandboxName.optional(),
  tier: tier.optional(),
  metadata: metadata.optional(),
});

export type UpdateSandboxInput = z.input<typeof updateSandboxBody>;

const claimName = ({ user_id, owner_id, sandbox_id, name }: Sandbox, next: Sandbox): Change[] =>
  next.name === name
    ? []
    : [
        { key: keys.sandboxName(user_id, owner_id, name), value: undefined },
        { key: keys.sandboxName(user_id, owner_id, next.name), value: { sandbox_id }, expect: 'absent' },
      ];

/** Changes what is given. Errors: `validation`; `not_found`; `conflict` for a taken name or one not active. */
export const updateSandbox = (
  { store, now }: AccountsDeps,
  caller: Caller,
  sandbox_id: string,
  input: UpdateSandboxInput,
): Promise<Sandbox> => {
  const given = parseInput(updateSandboxBody, input);
  return untilFresh(async () => {
    const { key, value: present, version } = await readSandbox(store, caller, sandbox_id);
    assertActive(present);
    const next: Sandbox = {
      ...present,
      name: given.name ?? present.name,
      tier: given.tier ?? present.tier,
      metadata: given.metadata ?? present.metadata,
    };
    if (JSON.stringify(next) === JSON.stringify(present)) return present;
    const detail = { changed: Object.keys(given) };
    const record = auditChange({
      caller,
      action: 'sandbox.update',
      subject: sandbox_id,
      sandbox_id,
      detail,
      at: now(),
    });
    try {
      await store.commit([{ key, value: next, expect: version }, ...claimName(present, next), record]);
    } catch (error) {
      throw error instanceof StaleVersionError && error.key !== key ? nameTaken(next.name) : error;
    }
    return next;
  });
};
