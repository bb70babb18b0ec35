import type { AddCommand } from '../command.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';

/** Between the embedded store and Redis, and from one Redis to another. */
export const moveCommands: AddCommand[] = [exportCommand, importCommand];
