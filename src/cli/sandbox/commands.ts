import type { AddCommand } from '../command.ts';
import { archiveCommand } from './archive.ts';
import { createCommand } from './create.ts';
import { deleteCommand } from './delete.ts';
import { listCommand } from './list.ts';
import { reactivateCommand } from './reactivate.ts';
import { showCommand } from './show.ts';
import { suspendCommand } from './suspend.ts';

export const sandboxCommands: AddCommand[] = [
  createCommand,
  listCommand,
  showCommand,
  suspendCommand,
  reactivateCommand,
  archiveCommand,
  deleteCommand,
];
