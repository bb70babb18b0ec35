import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachSource, openStage, type Stage, sayAll, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('what points at several', () => {
  it('means those that were said just before, and no third one', async () => {
    const talk = await withSources(stage, 'Wiki', 'Payroll', 'Weather');
    await sayAll(talk, 'pause weather', 'pause wiki and payroll', 'sorry, resume both');
    expect(await eachSource(talk, 'status')).toEqual({
      Wiki: 'active',
      Payroll: 'active',
      Weather: 'paused',
    });
  });

  it('means those that were listed just before', async () => {
    const talk = await withSources(stage, 'Wiki', 'Payroll', 'Weather');
    await sayAll(talk, 'pause wiki and weather', 'which ones are paused?', 'resume them');
    expect(await eachSource(talk, 'status')).toEqual({
      Wiki: 'active',
      Payroll: 'active',
      Weather: 'active',
    });
  });

  it('means those that the last reply was about', async () => {
    const talk = await withSources(stage, 'Wiki', 'Payroll');
    await sayAll(talk, 'pause both', 'resume them');
    expect(await eachSource(talk, 'status')).toEqual({ Wiki: 'active', Payroll: 'active' });
  });

  it('means nobody where there are three and none was said', async () => {
    const talk = await withSources(stage, 'Wiki', 'Payroll', 'Weather');
    await talk.say('pause both');
    expect(await eachSource(talk, 'status')).toEqual({
      Wiki: 'active',
      Payroll: 'active',
      Weather: 'active',
    });
  });

  it('asks to revoke them one after the other', async () => {
    const talk = await withSources(stage, 'Acme billing', 'Acme search', 'Wiki');
    await sayAll(talk, 'revoke acme', 'both', 'yes');
    expect((await talk.say('yes')).state.flow).toBeNull();
    expect(await eachSource(talk, 'status')).toMatchObject({
      'Acme billing': 'disconnected',
      'Acme search': 'disconnected',
    });
  });

  it.each([
    ['the second one', 'Weather'],
    ['the last', 'Wiki'],
  ])('"pause %s" counts as the list was shown', async (which, name) => {
    const talk = await withSources(stage, 'Wiki', 'Payroll', 'Weather');
    await sayAll(talk, 'list my sources', `pause ${which}`);
    expect(await eachSource(talk, 'status')).toMatchObject({ [name]: 'paused' });
  });

  it('"it" is what the question before was about, and not what was changed before that', async () => {
    const talk = await withSources(stage, 'Wiki', 'Payroll');
    await sayAll(talk, 'test payroll', 'should I pause wiki?', 'fine, pause it');
    expect(await eachSource(talk, 'status')).toEqual({ Wiki: 'paused', Payroll: 'active' });
  });

  it('"the other one too" is the one that was not said', async () => {
    const talk = await withSources(stage, 'Wiki', 'Payroll');
    await sayAll(talk, 'test wiki', 'pause it', 'and the other one too');
    expect(await eachSource(talk, 'status')).toEqual({ Wiki: 'paused', Payroll: 'paused' });
  });
});

describe('a name that nobody has', () => {
  it.each([
    'cap zendesk at 10 calls per minute',
    'limit calls of zendesk to 10 per minute',
    'only allow search_docs on zendesk',
    'rename zendesk to CRM',
    'revoke zendesk',
    'unregister my zendesk connector',
    'kill zendesk',
    'change the url of zendesk to https://mcp.acme.dev/mcp',
  ])('is not taken for the only source there is: "%s"', async (said) => {
    const talk = await withSources(stage, 'Wiki');
    const { text, state } = await talk.say(said);
    expect(text).toContain('I do not know a source called zendesk');
    expect(state.flow).toBeNull();
    expect(await talk.source('Wiki')).toMatchObject({ allowed_tools: null, rate_cap_per_minute: 60 });
  });

  it.each(['salesforce', 'slack', 'notion'])('may be that of a product: %s', async (name) => {
    const talk = await withSources(stage, 'Wiki');
    expect((await talk.say(`disconnect ${name} please`)).text).toContain(`called ${name}`);
  });

  it('is not taken for the one that is to be revoked', async () => {
    const talk = await withSources(stage, 'Wiki', 'Payroll');
    await sayAll(talk, 'revoke payroll', 'cap zendesk at 5 a minute', 'rename salesforce to CRM');
    expect(await eachSource(talk, 'rate_cap_per_minute')).toEqual({ Wiki: 60, Payroll: 60 });
  });
});

describe('a yes that names another source', () => {
  it.each([
    'yes revoke wiki',
    'yes wiki',
    'yes, the wiki one',
    'yes and keep wiki',
    'sure, pause it instead',
  ])('"%s" does not revoke the one that was asked about', async (said) => {
    const talk = await withSources(stage, 'Wiki', 'Payroll');
    await sayAll(talk, 'revoke payroll', said);
    expect(Object.values(await eachSource(talk, 'status'))).not.toContain('disconnected');
  });

  it('"yes and wiki too" revokes the one and asks about the other', async () => {
    const talk = await withSources(stage, 'Wiki', 'Payroll');
    await talk.say('revoke payroll');
    const { text, state } = await talk.say('yes and wiki too');
    expect(text).toMatch(/Payroll is revoked.+Revoking Wiki/s);
    expect(state.awaiting).toBe('confirmation');
  });

  it('"ok revoke wiki instead" leaves the first, for good', async () => {
    const talk = await withSources(stage, 'Wiki', 'Payroll');
    await sayAll(talk, 'revoke payroll', 'ok revoke wiki instead');
    expect((await talk.say('yes')).state.awaiting).toBeNull();
    expect(await eachSource(talk, 'status')).toEqual({ Wiki: 'disconnected', Payroll: 'active' });
  });
});

it('"both" behind two names asks for each once', async () => {
  const talk = await withSources(stage, 'Weather', 'Shop');
  await sayAll(talk, 'revoke Weather and Shop, both', 'yes');
  expect((await talk.say('no, keep that one after all')).state.awaiting).toBeNull();
  expect(await eachSource(talk, 'status')).toEqual({ Weather: 'disconnected', Shop: 'active' });
});

it('a verb is no slip for a name', async () => {
  const talk = await withSources(stage, 'Weather', 'Shop');
  await sayAll(talk, 'please check that weather works', 'pause it and show me the tools');
  expect(await eachSource(talk, 'status')).toEqual({ Weather: 'paused', Shop: 'active' });
});

it('"undo the pause" resumes', async () => {
  const talk = await withSources(stage, 'Weather', 'Shop');
  await sayAll(talk, 'pause weather', 'rename weather to Climate', 'undo the pause');
  expect(await eachSource(talk, 'status')).toEqual({ Climate: 'active', Shop: 'active' });
});

it('a new name and a cap in one message are told under the new name', async () => {
  const talk = await withSources(stage, 'Wiki');
  const { text } = await talk.say('rename wiki to Handbook and cap it at 100 per minute');
  expect(text).toContain('cap Handbook at 60');
});
