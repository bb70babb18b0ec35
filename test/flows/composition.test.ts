import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Command } from '../../src/concierge/commands.ts';
import { openStage, type Stage } from '../concierge/driver.ts';
import { type Move, walkComposition } from './composition.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** `WALK_PATHS` walks farther. */
const wanted = Number(process.env.WALK_PATHS ?? 2200);

const move = (name: string, ...commands: Command[]): Move => ({ name, commands });

/** Enough to open every flow, to park it under every other, and to finish it. */
const moves = ({ servers }: Stage): Move[] => [
  move('register', { command: 'register', base_url: servers.url('bearer') }),
  move('register Docs', {
    command: 'register',
    base_url: servers.url('open'),
    auth_kind: 'none',
    name: 'Docs',
    sandbox: 'default',
  }),
  move('bearer', { command: 'set', auth_kind: 'bearer' }),
  move('another URL', { command: 'set', base_url: servers.url('down') }),
  { name: 'credential', credential: servers.token.good },
  move('yes', { command: 'affirm' }),
  move('no', { command: 'deny' }),
  move('back', { command: 'back' }),
  move('skip', { command: 'skip' }),
  move('revoke', { command: 'revoke' }),
  move('rotate', { command: 'update', rotate: true }),
  move('change the URL', { command: 'update', what: 'base_url' }),
  move('create a sandbox', { command: 'create_sandbox', name: 'qa' }),
  move('test', { command: 'test' }),
  move('pause or revoke', {
    command: 'clarify',
    readings: [{ command: 'pause' }, { command: 'revoke' }],
  }),
];

it('flows, what is parked under them and what is asked beside them never strand, leak or act unasked', {
  timeout: 600_000,
}, async () => {
  const secrets = [stage.servers.token.good];
  const { places, paths, turns, problems } = await walkComposition(stage, {
    moves: moves(stage),
    secrets,
    wanted,
  });
  const stacked = [...places.keys()].filter((place) => /\S \S/.test(place.split(' | ')[1] ?? ''));
  console.info(
    `${paths} paths, ${turns} turns, ${places.size} places, ${stacked.length} with two flows waiting or more`,
  );
  expect(problems).toEqual([]);
  expect(paths).toBeGreaterThanOrEqual(2000);
  expect(stacked.length).toBeGreaterThan(20);
});
