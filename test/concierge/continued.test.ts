import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Concierge, TurnInput } from '../../src/concierge/events.ts';
import { Credential } from '../../src/domain/credential.ts';
import { openStage, type Stage, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const minute = 60_000;
const day = 24 * 60 * minute;

/** The same conversation, held with another instance of the app over the same store. */
const goOn = async (talk: Talk, instance: Concierge, input: TurnInput): Promise<string> => {
  const turn = await instance.beginTurn(talk.caller, {
    sandbox_id: talk.sandbox_id,
    session_id: talk.session(),
    input,
    signal: new AbortController().signal,
  });
  const frames = await Array.fromAsync(turn.events);
  return frames.map((frame) => (frame.event === 'agent_text_delta' ? frame.data.text : '')).join('');
};
const says = (text: string): TurnInput => ({ kind: 'message', text });

const upToName = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  await talk.say(`add ${stage.servers.url('bearer')}, bearer token`);
  await talk.credential(stage.servers.token.good);
  return talk;
};

describe('a conversation that is left', () => {
  it('goes on after a restart where it was, its credential with it', async () => {
    const talk = await upToName();
    const restarted = talk.instance();
    expect(await goOn(talk, restarted, says('Desk'))).toContain('Shall I register it?');
    await goOn(talk, restarted, says('yes'));
    expect(await talk.source('Desk')).toMatchObject({ status: 'active' });
  });

  it('goes on turn by turn on two instances over one store', async () => {
    const talk = await stage.startTalk();
    const [one, other] = [talk.instance(), talk.instance()];
    await talk.say(`add ${stage.servers.url('bearer')}`);
    await goOn(talk, one, says('bearer token'));
    await goOn(talk, other, { kind: 'credential', value: new Credential(stage.servers.token.good) });
    await goOn(talk, one, says('Desk'));
    expect(await goOn(talk, other, says('yes'))).toContain('Desk is registered and active');
  });

  it('brings back what was parked, also on another instance', async () => {
    const talk = await upToName();
    await talk.say('create a sandbox called qa');
    const other = talk.instance();
    expect(await goOn(talk, other, says('no'))).toMatch(/Back to registering .+\?$/);
    expect(await goOn(talk, other, says('yes'))).toContain('What should the server be called?');
    expect(await talk.staged()).toBe(1);
  });

  it('has its slots a day later, asks again for the credential, and says why', async () => {
    const talk = await upToName();
    stage.pass(day);
    const { text, state } = await talk.say('Desk');
    expect(text).toContain('was not used for 30 minutes and is destroyed');
    expect(text).toContain('Please paste the bearer token');
    expect(state).toMatchObject({ awaiting: 'credential', slots: { base_url: stage.servers.url('bearer') } });
    expect(await talk.staged()).toBe(0);
  });

  it('loses the credentials of parked flows too, and says it once', async () => {
    const talk = await upToName();
    await talk.propose({ command: 'create_sandbox', name: 'qa' });
    stage.pass(31 * minute);
    const { text } = await talk.propose({ command: 'deny' });
    expect(text.match(/destroyed/g)).toHaveLength(1);
    expect((await talk.say('yes')).state).toMatchObject({ awaiting: 'credential' });
  });

  it('keeps the credential while it is used within half an hour, and has nothing to say then', async () => {
    const talk = await upToName();
    stage.pass(29 * minute);
    expect((await talk.say('Desk')).text).not.toContain('destroyed');
    await talk.say('yes');
    expect(await talk.source('Desk')).toMatchObject({ status: 'active' });
  });
});

describe('flows that wait', () => {
  it('are at most three: the oldest is dropped with a word and its credential', async () => {
    const talk = await upToName();
    for (const name of ['qa', 'uat', 'demo']) await talk.propose({ command: 'create_sandbox', name });
    expect((await talk.view()).interrupted).toHaveLength(3);
    const { text, state } = await talk.propose({ command: 'create_sandbox', name: 'perf' });
    expect(text).toMatch(/I gave up registering .+: at most three things can wait/);
    expect(state.interrupted.map(({ label }) => label)).toEqual([
      'creating the sandbox qa',
      'creating the sandbox uat',
      'creating the sandbox demo',
    ]);
    expect(await talk.staged()).toBe(0);
  });

  it('are offered one after the other, the latest first', async () => {
    const talk = await stage.startTalk();
    for (const name of ['qa', 'uat', 'demo']) await talk.propose({ command: 'create_sandbox', name });
    expect((await talk.say('no')).text).toContain('Back to creating the sandbox uat?');
    expect((await talk.say('yes')).state).toMatchObject({
      awaiting: 'confirmation',
      slots: { sandbox: 'uat' },
    });
    expect((await talk.say('yes')).text).toContain('Back to creating the sandbox qa?');
    expect((await talk.say('no')).state).toMatchObject({ flow: null, awaiting: null });
  });
});
