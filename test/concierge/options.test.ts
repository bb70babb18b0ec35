import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const open = () => stage.servers.url('open');
const bearer = () => stage.servers.url('bearer');
const bad = () => stage.servers.token.bad;
const registered = (name: string) => [`add ${open()}, no auth, name it ${name}, in default`, 'yes'];
const broken = () => [`add ${bearer()}, bearer token ${bad()}, name it Desk, in default`, 'yes'];

/** What is said to get to a question, by the question. */
const questions: Record<string, () => string[]> = {
  base_url: () => ['add a server'],
  auth_kind: () => [`add ${open()}`],
  auth_header: () => [`add ${open()}, custom header`],
  credential: () => [`add ${bearer()}, bearer token`],
  'credential, doubted': () => [`add ${bearer()}, bearer token`, 'correct horse battery staple'],
  name: () => [`add ${open()}, no auth`],
  sandbox: () => [`add ${open()}, no auth, name it Docs`],
  confirmation: () => [`add ${open()}, no auth, name it Docs, in default`],
  repair: broken,
  'base_url, in repair': () => [...broken(), 'fix the url'],
  'credential, in repair': () => [...broken(), 'fix the credential'],
  'auth_kind, in repair': () => [
    `add ${bearer()}, no auth, name it Desk, in default`,
    'yes',
    'fix the credential',
  ],
  source: () => [...registered('Alpha'), ...registered('Beta'), 'test my source'],
  'source, to revoke': () => [...registered('Alpha'), ...registered('Beta'), 'revoke a source'],
  'confirmation, of a revocation': () => [...registered('Alpha'), 'revoke Alpha'],
  'confirmation, of a change': () => [...registered('Alpha'), `change the url of Alpha to ${open()}?v=2`],
  resume: () => [...registered('Alpha'), 'add https://mcp1.acme.dev/mcp', 'revoke Alpha', 'no'],
};

const upTo = async (question: string): Promise<Talk> => {
  const talk = await stage.startTalk({ sandboxes: ['staging', 'Prod: EU'] });
  for (const line of questions[question]!()) await talk.say(line);
  return talk;
};

describe('an option that is offered', () => {
  it.each(Object.keys(questions))('at the question %s is accepted by its id, each one', async (question) => {
    const first = await upTo(question);
    const { awaiting, options } = await first.view();
    expect(awaiting).toBe(question.split(',')[0]);
    expect(options.length).toBeGreaterThan(0);
    for (const at of options.keys()) {
      const talk = await upTo(question);
      const view = await talk.view();
      const { state, error } = await talk.reply(view.options[at]!.id, view.version);
      expect(error).toBeNull();
      expect(state.version).toBe(view.version + 1);
      if (state.flow !== null) expect(state.awaiting).not.toBeNull();
    }
  });

  it('has an id and a label of its own at every question', async () => {
    for (const question of Object.keys(questions)) {
      const { options } = await (await upTo(question)).view();
      for (const part of ['id', 'label'] as const)
        expect(new Set(options.map((option) => option[part])).size).toBe(options.length);
    }
  });
});
