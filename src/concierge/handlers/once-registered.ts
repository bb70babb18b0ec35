import { labelKey } from '../../domain/label.ts';
import type { Command } from '../commands.ts';
import { code, listed, say } from '../reply.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';

type Update = Extract<Command, { command: 'update' }>;

/** How a limit is said, as the offline interpreter understands it. */
const sentence = (name: string, command: Update): string | null => {
  const { rate_cap_per_minute, allowed_tools, allow_tools = [], withhold_tools } = command;
  if (rate_cap_per_minute !== undefined) return `cap ${name} at ${rate_cap_per_minute}`;
  if (withhold_tools !== undefined) return `allow everything on ${name} but ${listed(withhold_tools)}`;
  const only = allowed_tools ?? allow_tools;
  return only.length > 0 ? `limit ${name} to ${listed(only)}` : null;
};

const limits = new Set(['allowed_tools', 'allow_tools', 'withhold_tools', 'rate_cap_per_minute']);
const around = new Set(['command', 'source', 'sandbox', 'what']);
const onlyLimits = (command: Update): boolean =>
  Object.keys(command).every((key) => limits.has(key) || around.has(key)) &&
  (Object.keys(command).some((key) => limits.has(key)) || limits.has(command.what ?? ''));

/** What is being registered, or waits for its turn in this message. */
const toRegister = (turn: TurnState): { name?: string | undefined } | null => {
  const { flow, queued } = conversationOf(turn);
  const next = queued.findLast(({ command }) => command === 'register');
  if (next?.command === 'register') return next;
  return flow?.name === 'register' && flow.context.slots.source === undefined ? flow.context.slots : null;
};

/**
 * What a server may do is set once it is registered: true where the command is about the one that is being registered,
 * and it was said how.
 */
export async function* saidOnceRegistered(turn: TurnState, command: Update): Emissions<boolean> {
  const server = onlyLimits(command) ? toRegister(turn) : null;
  if (server === null) return false;
  const { name } = server;
  const { source } = command;
  const isOpen =
    source === undefined ||
    source === 'it' ||
    (name !== undefined &&
      labelKey(source) === labelKey(name) &&
      !turn.facts.sources.some((one) => labelKey(one.name) === labelKey(name)));
  if (!isOpen) return false;
  const { rate_cap_per_minute, ...ofTools } = command;
  const said = [ofTools, { command: 'update', rate_cap_per_minute } as const]
    .flatMap((one) => sentence(name ?? 'it', one) ?? [])
    .map(code);
  const forms = `${code(`cap ${name ?? 'it'} at`)} and a number, or ${code(`limit ${name ?? 'it'} to`)} and its tools`;
  yield utter(say('answers.once_registered', { how: said.length > 0 ? listed(said) : forms }));
  return true;
}
