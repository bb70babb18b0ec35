import type { AddCommand } from '../command.ts';
import { addCommand } from './add.ts';
import { deleteCommand } from './delete.ts';
import { listCommand } from './list.ts';
import { pauseCommand } from './pause.ts';
import { renameCommand } from './rename.ts';
import { resumeCommand } from './resume.ts';
import { revokeCommand } from './revoke.ts';
import { showCommand } from './show.ts';
import { testCommand } from './test.ts';
import { updateCommand } from './update.ts';

export const sourceCommands: AddCommand[] = [
  listCommand,
  showCommand,
  renameCommand,
  pauseCommand,
  resumeCommand,
  deleteCommand,
];

export const userMcpCommands: AddCommand[] = [addCommand, testCommand, updateCommand, revokeCommand];
