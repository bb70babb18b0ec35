import { z } from 'zod';
import type { Caller } from '../domain/account.ts';
import { parseInput } from '../domain/parse.ts';
import type { Sandbox } from '../domain/sandbox.ts';
import { type ConciergeError, conflict } from '../errors.ts';
import { keys } from '../store/keys.ts';
import { StaleVersionError } from '../store/port.ts';
import type { AccountsDeps } from './deps.ts';
import { newSandbox } from './new-sandbox.ts';
import { metadata, ownerId, sandboxName, tier } from './sandbox-fields.ts';

export const createSandboxBody = z.strictObject({
  name: sandboxName,
  owner_id: ownerId.optional(),
  tier: tier.optional(),
  metadata: metadata.optional(),
});

export type CreateSandboxInput = z.input<typeof createSandboxBody> & {
  /** The same one makes the same sandbox. */
  attempt?: string | undefined;
};

export const nameTaken = (name: string): ConciergeError =>
  conflict(`There is already a sandbox named \`${name}\`; choose another name.`, { field: 'name' });

/** Errors: `validation`; `conflict` when the owner has a sandbox of that name. */
export const createSandbox = async (
  { store, now }: AccountsDeps,
  caller: Caller,
  { attempt, ...input }: CreateSandboxInput,
): Promise<Sandbox> => {
  const { name, ...given } = parseInput(createSandboxBody, input);
  const fields = {
    name,
    owner_id: given.owner_id ?? caller.user_id,
    tier: given.tier ?? 'free',
    metadata: given.metadata ?? {},
    attempt,
  };
  const { sandbox, changes } = newSandbox(caller, fields, now());
  try {
    await store.commit(changes);
  } catch (error) {
    if (!(error instanceof StaleVersionError)) throw error;
    const made = await store.get<Sandbox>(keys.sandbox(caller.user_id, sandbox.sandbox_id));
    if (made === null) throw nameTaken(name);
    return made.value;
  }
  return sandbox;
};
