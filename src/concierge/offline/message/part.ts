import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';
import type { Item } from '../clause/read-clause.ts';
import type { SaidSlots } from '../slots.ts';

/** A registration or a correction that grows while the clauses of a message are read. */
export type Draft = {
  draft: SaidSlots;
  register: boolean;
  another: boolean;
  besides?: boolean;
  correction: boolean;
};
export type Part = Command | Draft | { yes: 'firm' | 'soft' } | { no: true };
export const isDraft = (part: Part): part is Draft => 'draft' in part;
export const isCommand = (part: Part): part is Command => 'command' in part;

/** One clause and the message so far. */
export type Turn = {
  item: Item;
  parts: Part[];
  view: View;
  /** The command before it. */
  previous: Command | undefined;
  /** The clause before it, or its first words, took something back. */
  revising: boolean;
  revises: boolean;
  isLast: boolean;
  /** The source named last, and the one that the message began with. */
  before: string | undefined;
  topic: string | undefined;
  /** The agent named last. */
  about: string | undefined;
};
/** Takes a clause into the message; false: it is not of its sort. */
export type Take = (turn: Turn) => boolean;

export const replaced = (parts: Part[], old: Part, by: Part): true => {
  parts[parts.indexOf(old)] = by;
  return true;
};
const takesSource = /^(?:revoke|test|pause|resume|update|why|show_source)$/;
export const hasSource = (command: Command | undefined): command is Command & { source?: string } =>
  command !== undefined && takesSource.test(command.command);

export const isNamed = (source: string | undefined, names: string[]): boolean =>
  names.some((name) => name.toLowerCase() === source?.toLowerCase());
