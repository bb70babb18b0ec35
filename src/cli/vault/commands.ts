import type { AddCommand } from '../command.ts';
import { rewrap } from './rewrap.ts';

export const vaultCommands: AddCommand[] = [rewrap];
