import type { AddCommand } from '../command.ts';
import { createCommand } from './create.ts';

export const accountCommands: AddCommand[] = [createCommand];
