import { z } from 'zod';
import type { Caller } from '../domain/account.ts';
import { parseInput } from '../domain/parse.ts';
import { type Sandbox, sandboxStatuses } from '../domain/sandbox.ts';
import { keys } from '../store/keys.ts';
import { listAll } from '../store/list-all.ts';
import type { Store } from '../store/port.ts';

export const listSandboxesQuery = z.strictObject({
  status: z.enum(sandboxStatuses, `\`status\` is one of ${sandboxStatuses.join(', ')}.`).optional(),
  owner_id: z.string('`owner_id` is a text.').optional(),
});

export type ListSandboxesInput = z.input<typeof listSandboxesQuery>;

/** The account's sandboxes, oldest first. Errors: `validation`. */
export const listSandboxes = async (
  { store }: { store: Store },
  { user_id }: Caller,
  input: ListSandboxesInput = {},
): Promise<Sandbox[]> => {
  const { status, owner_id } = parseInput(listSandboxesQuery, input);
  const entries = await listAll<Sandbox>(store, keys.sandbox(user_id, ''));
  return entries
    .map(({ value }) => value)
    .filter((sandbox) => status === undefined || sandbox.status === status)
    .filter((sandbox) => owner_id === undefined || sandbox.owner_id === owner_id);
};
