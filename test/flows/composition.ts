import type { Command } from '../../src/concierge/commands.ts';
import type { Conversation } from '../../src/concierge/conversation.ts';
import type { TurnInput } from '../../src/concierge/events.ts';
import { flowAwaiting, statePath } from '../../src/concierge/flow.ts';
import { Credential } from '../../src/domain/credential.ts';
import type { Stage } from '../concierge/driver.ts';
import { broken, holding } from '../concierge/fuzz/invariants.ts';
import { openWorld, type World } from '../concierge/fuzz/world.ts';

/** One message of a walk: what it is understood as, or the credential through its own way in. */
export type Move = { name: string; commands: Command[] } | { name: string; credential: string };

const said = 'please list my sources';
const at = 0;

/** Where a walk is: the open flow, what waits under it and beside it, and what is known; nothing of ids and times. */
const placeOf = ({ flow, parked, question, queued }: Conversation): string => {
  const of = (one: NonNullable<Conversation['flow']>): string => {
    const { source, ...slots } = 'slots' in one.context ? one.context.slots : {};
    const wanted = 'wanted' in one.context ? one.context.wanted : {};
    const doubted = 'doubted' in one.context && one.context.doubted;
    const known = [...Object.keys(slots), ...Object.keys(wanted), source ? 'source' : ''].sort().join('+');
    return `${one.name}.${statePath(one)}(${known})${doubted ? '?' : ''}`;
  };
  const waiting = parked.map((one) => `${one.name}.${statePath(one)}`).join(' ');
  return [flow ? of(flow) : '-', waiting, question?.awaiting ?? '', queued.length].join(' | ');
};

export type Walked = {
  /** Places by name, each with the shortest path to it. */
  places: Map<string, Move[]>;
  /** Paths that were walked to their end. */
  paths: number;
  turns: number;
  /** What broke, with the path to it. */
  problems: string[];
};

const inputOf = (move: Move): TurnInput =>
  'credential' in move
    ? { kind: 'credential', value: new Credential(move.credential) }
    : { kind: 'message', text: said };

const take = (world: World, move: Move) =>
  world.take(at, inputOf(move), 'commands' in move ? move.commands : []);

const conversationIn = async (world: World): Promise<Conversation | undefined> =>
  (await world.look()).conversations[0];

/** Cancelling alone comes to rest, whatever waits; help and repeat change nothing on the way. */
const comesToRest = async (world: World, mostOpen: number): Promise<string[]> => {
  for (let turn = 0; turn <= mostOpen; turn++) {
    const before = await conversationIn(world);
    if (!before || (before.flow === null && before.question === null)) return [];
    if (before.flow && flowAwaiting(before.flow) === null) return ['a flow waits for nothing'];
    for (const command of ['help', 'repeat'] as const) {
      const taken = await take(world, { name: command, commands: [{ command }] });
      const after = await conversationIn(world);
      const problems = broken(taken);
      if (problems.length > 0 || !after || placeOf(after) !== placeOf(before))
        return [...problems, `${command} moved ${placeOf(before)}`];
    }
    const problems = broken(await take(world, { name: 'cancel', commands: [{ command: 'cancel' }] }));
    if (problems.length > 0) return problems;
  }
  return ['cancelling does not come to an end'];
};

export type WalkOptions = { moves: readonly Move[]; secrets: readonly string[]; wanted: number };

/**
 * Walks the conversation as a whole, flows over parked flows over questions, through the real turn: from every place
 * every move, the nearest places first, until `wanted` paths are walked. From each new place help and repeat are tried,
 * and cancelling until nothing is open.
 */
export const walkComposition = async (
  stage: Stage,
  { moves, secrets, wanted }: WalkOptions,
): Promise<Walked> => {
  const places = new Map<string, Move[]>([['start', []]]);
  const queue: Move[][] = [[]];
  const walked: Walked = { places, paths: 0, turns: 0, problems: [] };
  for (let path = queue.shift(); path && walked.paths < wanted; path = queue.shift())
    for (const move of moves) {
      const world = await openWorld(stage, ['staging']);
      const whole = [...path, move];
      const problems: string[] = [];
      for (const step of whole) problems.push(...broken(await take(world, step)));
      walked.turns += whole.length;
      walked.paths += 1;
      const conversation = await conversationIn(world);
      const place = conversation ? placeOf(conversation) : 'refused';
      const isNew = !places.has(place);
      if (isNew) {
        places.set(place, whole);
        queue.push(whole);
      }
      const snapshot = JSON.stringify(conversation ?? null);
      problems.push(...holding(secrets, snapshot, await world.stored(), ...world.logged), ...world.logged);
      if (isNew) problems.push(...(await comesToRest(world, 8)));
      if (problems.length > 0)
        walked.problems.push(`${whole.map(({ name }) => name).join(' → ')}: ${problems.join('; ')}`);
    }
  return walked;
};
