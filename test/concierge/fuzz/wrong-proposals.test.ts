import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Command } from '../../../src/concierge/commands.ts';
import type { TurnInput } from '../../../src/concierge/events.ts';
import { Credential } from '../../../src/domain/credential.ts';
import { openStage, type Stage } from '../driver.ts';
import { broken, holding } from './invariants.ts';
import { proposals } from './proposals.ts';
import { openWorld, type World } from './world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** `FUZZ_SEED` plays another walk, `FUZZ_TURNS` a longer one. */
const seed = Number(process.env.FUZZ_SEED ?? 20_260_728);
const turnsInAll = Number(process.env.FUZZ_TURNS ?? 10_000);
const longestWalk = 60;
const mostOpen = 8;

const secrets = (): string[] => [
  stage.servers.token.good,
  stage.servers.token.bad,
  'q7Zp2LmX9vRt4KbW8nHs',
  'sk-live-51HxYzAbCdEf9012',
];

type Step = { at: number; commands: Command[]; says: string | null; secret: number; option: number | null };

/** Words of a user that have nothing to do with what is made of them. */
const words = [
  'what tools does my support agent have?',
  'please list my sources',
  'why do you need it?',
  'tell me about the sandboxes',
  'the token is {secret}',
  'use bearer token {secret} for it',
  '{secret}',
  'my header is X-Api-Key: {secret}',
];

const steps = (): fc.Arbitrary<Step> =>
  fc.record({
    at: fc.nat(1),
    commands: proposals(stage.servers),
    says: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...words) },
      { weight: 2, arbitrary: fc.constant(null) },
    ),
    secret: fc.nat(3),
    option: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(4) }),
  });

/** A button where one is on offer, a message, or a credential through its own way in. */
const inputOf = ({ seats }: World, { at, says, secret, option }: Step): TurnInput => {
  const options = seats[at]!.state?.options ?? [];
  const value = secrets()[secret]!;
  if (option !== null && options.length > 0)
    return { kind: 'reply', id: options[option % options.length]!.id };
  if (says === null) return { kind: 'credential', value: new Credential(value) };
  return { kind: 'message', text: says.replace('{secret}', value) };
};

/** Nothing but cancelling leads to rest from wherever the walk has come. */
const cancelAll = async (world: World, at: number): Promise<string[]> => {
  if (world.seats[at]!.session_id === undefined) return [];
  for (let turn = 0; turn < mostOpen; turn++) {
    const { flow, awaiting } = await world.view(at);
    if (flow === null && awaiting === null) return [];
    const taken = await world.take(at, { kind: 'message', text: 'please list my sources' }, [
      { command: 'cancel' },
    ]);
    const problems = broken(taken);
    if (problems.length > 0) return problems;
  }
  return ['cancelling does not come to an end'];
};

const leaked = async ({ stored, logged }: World): Promise<string[]> =>
  holding(secrets(), await stored(), ...logged).map((text) => `a secret lies in ${text.slice(0, 300)}`);

/** Walks once through both conversations of an account; what breaks first ends it. */
const walk = async (path: readonly Step[], reached: Map<string, number>): Promise<string[]> => {
  const world = await openWorld(stage, ['staging']);
  for (const step of path) {
    const taken = await world.take(step.at, inputOf(world, step), step.commands);
    const frames = taken.frames ?? [];
    const shown = JSON.stringify(frames);
    const problems = [...broken(taken), ...holding(secrets(), shown).map((text) => `a secret is in ${text}`)];
    if (problems.length > 0) return [...problems, JSON.stringify(taken.seen), shown];
    for (const frame of frames)
      if (frame.event === 'agent_tool_call')
        reached.set(frame.data.name, (reached.get(frame.data.name) ?? 0) + 1);
  }
  return [
    ...(await cancelAll(world, 0)),
    ...(await cancelAll(world, 1)),
    ...(await leaked(world)),
    ...world.logged,
  ];
};

it('an interpreter that proposes anything breaks no invariant', { timeout: 600_000 }, async () => {
  const reached = new Map<string, number>();
  let turns = 0;
  const paths = fc.array(steps(), { minLength: 1, maxLength: longestWalk, size: 'max' });
  const property = fc.asyncProperty(paths, async (path) => {
    turns += path.length;
    expect(await walk(path, reached)).toEqual([]);
  });
  for (let batch = 0; turns < turnsInAll; batch++)
    await fc.assert(property, { seed: seed + batch, numRuns: 20 });
  console.log(`seed ${seed}, ${turns} turns:`, Object.fromEntries(reached));
  for (const name of ['add_user_mcp_source', 'revoke_user_mcp_source', 'update_source'])
    expect(reached.get(name)).toBeGreaterThan(25);
});
