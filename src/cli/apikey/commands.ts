import type { AddCommand } from '../command.ts';
import { createCommand } from './create.ts';
import { listCommand } from './list.ts';
import { revokeCommand } from './revoke.ts';

export const apikeyCommands: AddCommand[] = [createCommand, listCommand, revokeCommand];
