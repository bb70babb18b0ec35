import { z } from 'zod';
import { type Command, type CommandName, commandSchema, type Request } from '../commands.ts';
import type { Message } from '../interpreter.ts';
import { isCarriedByUser } from './consent.ts';
import { whyUngrounded } from './grounded.ts';
import { withSaidValues } from './slots.ts';

const maxCommands = 20;
const proposalSchema = z.object({ commands: z.array(z.unknown()).min(1).max(maxCommands) });

/** After one of these the state is another: what follows is for the machines to judge when its turn comes. */
const moving = new Set<CommandName>([
  'register',
  'set',
  'clear',
  'revoke',
  'update',
  'choose',
  'affirm',
  'deny',
  'skip',
  'back',
  'cancel',
  'restart',
]);

/** What a refusal is about. */
type Rule = 'form' | 'state' | 'consent' | 'values' | 'answer';
type Refused = { rule: Rule; reason: string };
type Judged = { command: Command } | Refused;

const refuse = (rule: Rule, reason: string): Refused => ({ rule, reason });

/** What small models write into fields that they leave out. */
const withoutEmpty = (raw: unknown): unknown =>
  typeof raw !== 'object' || raw === null
    ? raw
    : Object.fromEntries(
        Object.entries(raw).filter(
          ([key, value]) => value !== '' && (value !== null || key === 'allowed_tools'),
        ),
      );

/** A model knows options by their texts; a number counts them from one. */
const withOptionId = (command: Command, { view }: Message): Judged => {
  if (command.command !== 'choose') return { command };
  const wanted = command.option.trim().toLowerCase();
  const option =
    view.options.find(({ id, label }) => label.toLowerCase() === wanted || id === wanted) ??
    (/^\d{1,3}$/.test(wanted) ? view.options[Number(wanted) - 1] : undefined);
  return option === undefined
    ? refuse('state', 'This is none of the options.')
    : { command: { ...command, option: option.id } };
};

const judgeOne = (raw: unknown, message: Message, isFirst: boolean, results: readonly string[]): Judged => {
  const parsed = commandSchema.safeParse(withoutEmpty(raw));
  if (!parsed.success) return refuse('form', z.prettifyError(parsed.error));
  const { command: name } = parsed.data;
  if (isFirst && !message.allowed.includes(name)) return refuse('state', `\`${name}\` is not taken now.`);
  const meant = withOptionId(parsed.data, message);
  if ('reason' in meant) return meant;
  if (meant.command.command === 'answer') {
    const reason = whyUngrounded(meant.command.text, results);
    return reason === null ? meant : refuse('answer', reason);
  }
  return meant.command.command === 'clarify'
    ? judgeReadings(meant.command, message)
    : judgeSaid(meant.command, message);
};

const judgeSaid = (command: Command, message: Message): Judged => {
  if (!isCarriedByUser(command, message))
    return refuse('consent', `The user's own message does not say \`${command.command}\`.`);
  const said = withSaidValues(command, message);
  return 'reason' in said ? refuse('values', said.reason) : said;
};

/** Nothing is done before the user picks a reading, so each needs its values from the message, but no verb. */
const judgeReadings = (command: Extract<Command, { command: 'clarify' }>, message: Message): Judged => {
  const readings: Request[] = [];
  for (const reading of command.readings) {
    const said = withSaidValues(reading, message);
    if ('reason' in said) return refuse('values', said.reason);
    readings.push(said.command as Request);
  }
  return { command: { ...command, readings } };
};

/** `refusals`: a line for each command that is not taken, for the model; `rules`: what they are about, for the log. */
export type Verdict = { commands: Command[] } | { refusals: string[]; rules: Rule[] };

/**
 * Judges a proposal of a model: form, what the machines take now, what the user really said. All of it is taken or
 * nothing. `results` are those that the model read in this turn.
 */
export const judge = (input: unknown, message: Message, results: readonly string[]): Verdict => {
  const proposal = proposalSchema.safeParse(input);
  if (!proposal.success)
    return { refusals: [`\`commands\` is a list of 1 to ${maxCommands} commands.`], rules: ['form'] };
  const { commands: raw } = proposal.data;
  const judged: Judged[] = [];
  let moved = false;
  for (const one of raw) {
    const verdict = judgeOne(one, message, !moved, results);
    judged.push(verdict);
    moved ||= 'command' in verdict && moving.has(verdict.command.command);
  }
  const refusals = judged.flatMap((one, index) => ('reason' in one ? [`${index + 1}: ${one.reason}`] : []));
  return refusals.length > 0
    ? { refusals, rules: judged.flatMap((one) => ('rule' in one ? [one.rule] : [])) }
    : { commands: judged.flatMap((one) => ('command' in one ? [one.command] : [])) };
};
