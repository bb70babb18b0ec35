import { createKeptKeyUses, type KeptKeyUses } from '../accounts/key-uses.ts';
import { createKeptCatalog, type KeptCatalog } from '../catalog/kept.ts';
import type { Interpreter } from '../concierge/interpreter.ts';
import type { Config } from '../config.ts';
import { createKeptGates, type KeptGates } from '../limits/source-gates.ts';
import { createInterpreter } from './interpreter.ts';

/**
 * What apps that follow each other in one process hand on, where each lasts as long as a request: data, no
 * connection, and nothing that one of them could wait for another at.
 */
export type Kept = {
  catalog: KeptCatalog;
  keyUses: KeptKeyUses;
  gates: KeptGates;
  interpreter: Interpreter;
};

/** `in_flight`: see `KeptGates`. */
export const createKept = (config: Config, now: () => Date, in_flight?: number): Kept => ({
  catalog: createKeptCatalog(),
  keyUses: createKeptKeyUses(),
  gates: createKeptGates(in_flight),
  interpreter: createInterpreter(config, () => now().getTime()),
});
