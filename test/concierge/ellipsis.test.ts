import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const withTwo = async (): Promise<Talk> => {
  const talk = await stage.startTalk({ agents: ['support', 'sales'] });
  for (const [label, server] of [
    ['Handbook', 'open'],
    ['Forecasts', 'modern'],
  ] as const) {
    await talk.say(`add ${stage.servers.url(server)}, no auth, name it ${label}`);
    await talk.say('yes');
  }
  return talk;
};

describe('a message that leaves out what it asks', () => {
  it.each(['and the other one?', 'what about forecasts?', 'same for Forecasts', 'and forecasts'])(
    '"%s" tests the other source too',
    async (said) => {
      const talk = await withTwo();
      await talk.say('is handbook ok?');
      const { text, tools } = await talk.say(said);
      expect(tools).toEqual(['test_user_mcp_source']);
      expect(text).toContain('Forecasts is active');
    },
  );

  it.each(['and support?', 'same question for support', 'how about the support agent?'])(
    '"%s" asks for the tools of the other agent',
    async (said) => {
      const talk = await withTwo();
      await talk.say('what can sales call right now?');
      const { text } = await talk.say(said);
      expect(text).toContain('`support` can call');
    },
  );

  it('goes on from one to the next, over a word of thanks', async () => {
    const talk = await withTwo();
    await talk.say('is handbook ok?');
    await talk.say('and forecasts?');
    await talk.say('thanks');
    expect((await talk.say('and handbook?')).text).toContain('Handbook is active');
  });

  it('does nothing again when it only asks', async () => {
    const talk = await withTwo();
    await talk.say('pause handbook');
    await talk.say('and forecasts?');
    expect(await talk.source('Forecasts')).toMatchObject({ status: 'active' });
    await talk.say('same for forecasts');
    expect(await talk.source('Forecasts')).toMatchObject({ status: 'paused' });
  });

  it.each([
    'no i meant forecasts',
    'oops, the other one',
    'sorry, forecasts please',
    'no. not that one, Forecasts',
  ])('"%s" takes back what was done to the wrong one and does it to the right one', async (said) => {
    const talk = await withTwo();
    await talk.say('pause handbook');
    await talk.say(said);
    expect(await talk.source('Handbook')).toMatchObject({ status: 'active' });
    expect(await talk.source('Forecasts')).toMatchObject({ status: 'paused' });
  });

  it('corrects a cap, which goes back to what it was', async () => {
    const talk = await withTwo();
    const before = (await talk.source('Handbook'))!.rate_cap_per_minute;
    await sayAll(talk, 'cap handbook at 7 per minute', 'no, i meant forecasts');
    expect(await talk.source('Handbook')).toMatchObject({ rate_cap_per_minute: before });
    expect(await talk.source('Forecasts')).toMatchObject({ rate_cap_per_minute: 7 });
  });

  it('takes nothing back of what it did not do', async () => {
    const talk = await withTwo();
    await sayAll(talk, 'pause forecasts', 'resume handbook', 'no i meant forecasts');
    expect(await talk.source('Handbook')).toMatchObject({ status: 'active' });
    expect(await talk.source('Forecasts')).toMatchObject({ status: 'active' });
  });

  it.each(['no thanks', 'no', 'no, that is all', 'sorry?'])(
    '"%s" after a change corrects nothing',
    async (said) => {
      const talk = await withTwo();
      await sayAll(talk, 'pause handbook', said);
      expect(await talk.source('Handbook')).toMatchObject({ status: 'paused' });
      expect(await talk.source('Forecasts')).toMatchObject({ status: 'active' });
    },
  );

  it('says nothing of what was not asked before', async () => {
    const talk = await withTwo();
    expect((await talk.say('and support?')).tools).toEqual([]);
  });
});

describe('a source', () => {
  it('is shown as it is stored, and "it" is that source then', async () => {
    const talk = await withTwo();
    const shown = await talk.say('whats the url of handbook?');
    expect(shown.tools).toEqual(['get_source']);
    expect(shown.text).toContain(`URL: \`${stage.servers.url('open')}\``);
    const later = await talk.say('when was it checked last');
    expect(later.text).toMatch(
      /Handbook in `default`[\s\S]*Last check: \d{4}-\d\d-\d\d \d\d:\d\d UTC, passed/,
    );
  });

  it('that has a tool of that word says why an agent lacks it', async () => {
    const talk = await withTwo();
    await talk.say('pause forecasts');
    const { text } = await talk.say("how come support doesn't get the weather stuff");
    expect(text).toMatch(/paused/);
  });

  it('stays when an agent is to be deleted, and the command for that agent is named', async () => {
    const talk = await withTwo();
    const { text } = await talk.say('delete the support agent');
    expect(text).toContain('`npx concierge agent archive support`');
  });
});
