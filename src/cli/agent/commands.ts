import type { AddCommand } from '../command.ts';
import { archiveCommand } from './archive.ts';
import { callCommand } from './call.ts';
import { chatCommand } from './chat.ts';
import { createCommand } from './create.ts';
import { listCommand } from './list.ts';
import { runsCommand } from './runs.ts';
import { showCommand } from './show.ts';
import { toolsCommand } from './tools.ts';
import { updateCommand } from './update.ts';

export const agentCommands: AddCommand[] = [
  createCommand,
  listCommand,
  showCommand,
  updateCommand,
  archiveCommand,
  toolsCommand,
  callCommand,
  chatCommand,
  runsCommand,
];
