import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachSource, openStage, type Stage, sayAll, type Talk, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Docs stands in two sandboxes, and the one in `default` is to be revoked. */
const revokingOneOfTwo = async (): Promise<Talk> => {
  const talk = await stage.startTalk({ sandboxes: ['staging'] });
  for (const place of ['default', 'staging'])
    await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it Docs in ${place}`, 'yes');
  await talk.say('revoke Docs in default');
  return talk;
};
const revoking = async (): Promise<Talk> => {
  const talk = await withSources(stage, 'Docs', 'Wiki');
  await talk.say('revoke Docs');
  return talk;
};
const moving = async (): Promise<Talk> => {
  const talk = await withSources(stage, 'Docs', 'Wiki');
  await talk.say(`move Docs to ${stage.servers.url('legacy')}`);
  return talk;
};
const askedForLabel = async (): Promise<Talk> => {
  const talk = await withSources(stage, 'Docs');
  await talk.say(`add ${stage.servers.url('open')}, no auth`);
  return talk;
};
const repairing = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  await sayAll(talk, `add ${stage.servers.url('down')}, no auth, name it Books`, 'yes');
  return talk;
};
const names = async (talk: Talk): Promise<string[]> => Object.keys(await eachSource(talk, 'name'));

describe('a yes to a revocation', () => {
  it.each(['yes, the one in default', 'yes, the default one', 'yes, revoke the one in default'])(
    'names the place that was asked about: "%s"',
    async (said) => {
      const { tools } = await (await revokingOneOfTwo()).say(said);
      expect(tools).toEqual(['revoke_user_mcp_source']);
    },
  );

  it.each([
    'yes, but in staging',
    'yes, the one in staging',
    'yes, and the one in staging too',
    'yes, both',
    'the one in default',
  ])('is none of another place: "%s"', async (said) => {
    const { tools, state } = await (await revokingOneOfTwo()).say(said);
    expect({ tools, awaiting: state.awaiting }).toEqual({ tools: [], awaiting: 'confirmation' });
  });

  it.each([
    'oh yes',
    'you can go ahead',
    "yes, it's not needed",
    "yes I don't need it, thanks",
    'yes, nobody needs that anymore',
    "yep, it's obsolete anyway",
    'yes, as I said',
  ])('may come with a reason: "%s"', async (said) => {
    expect((await (await revoking()).say(said)).tools).toEqual(['revoke_user_mcp_source']);
  });

  it.each([
    'oh great',
    'yes, it is a good server',
    'yes, it is great',
    "yes, I don't want it to go",
    'yes, we use it',
    'yes in principle',
    'yes, soon',
    'yes, if it is not needed',
    'discard',
    "it's obsolete",
    "yes, we don't use it so much",
    'yes it is not needed until May',
  ])('is no remark, condition or delay: "%s"', async (said) => {
    const talk = await revoking();
    expect((await talk.say(said)).tools).toEqual([]);
    expect(await eachSource(talk, 'status')).toEqual({ Docs: 'active', Wiki: 'active' });
  });

  it('gives no reason against registering', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('open')}, no auth, name it Books`);
    expect((await talk.say("yes, we don't need it")).tools).toEqual([]);
  });
});

describe('the confirmation of a new URL', () => {
  it.each(['yes, name it Manual', 'yes, and rename it to Manual', 'yes, and call it Manual afterwards'])(
    'is answered, and the source is renamed: "%s"',
    async (said) => {
      const talk = await moving();
      const { state } = await talk.say(said);
      expect(state.awaiting).toBe(null);
      expect(await names(talk)).toEqual(['Manual', 'Wiki']);
      expect((await talk.source('Manual'))?.base_url).toBe(stage.servers.url('legacy'));
    },
  );

  it('renames the other one that is named', async () => {
    const talk = await moving();
    await talk.say('yes, and name Wiki Manual');
    expect(await names(talk)).toEqual(['Docs', 'Manual']);
  });

  it('is not answered by what is for later', async () => {
    const talk = await moving();
    expect((await talk.say('yes, name it Manual tomorrow')).tools).toEqual([]);
  });

  it.each(['discard', 'discard the change', 'keep the old url'])('is refused: "%s"', async (said) => {
    const talk = await moving();
    const { tools, state } = await talk.say(said);
    expect({ tools, flow: state.flow }).toEqual({ tools: [], flow: null });
  });
});

describe('the question for a label', () => {
  it.each([
    'leave Docs alone',
    'Leave Docs alone',
    'hold on a second',
    'what would you suggest',
    'I have to ask my boss first',
    'my boss decides',
    'my dog is called Rex',
    'that depends',
    'show me the others',
    'need to check with Anna',
    'back in five minutes',
    'something short',
    'come back tomorrow',
    'name it after my dog',
    'ledger, but in lower case',
  ])('takes no sentence: "%s"', async (said) => {
    const { state } = await (await askedForLabel()).say(said);
    expect(state).toMatchObject({ flow: 'register', awaiting: 'name' });
  });

  it.each([
    ['Acme orders', 'Acme orders'],
    ['the ticket desk', 'the ticket desk'],
    ['call it Payroll 2', 'Payroll 2'],
    ['Docs of the legal team', 'Docs of the legal team'],
    ['leave tracker', 'leave tracker'],
    ['call centre', 'call centre'],
    ['Check in desk', 'Check in desk'],
    ['Read the Docs', 'Read the Docs'],
    ['our weather service is called Sunny', 'Sunny'],
    ['ledger if that is free', 'ledger'],
  ])('takes a name: "%s"', async (said, label) => {
    const { state } = await (await askedForLabel()).say(said);
    expect(state).toMatchObject({ awaiting: 'confirmation', slots: { name: label } });
  });

  it.each(['leave it as it is', 'keep the name', 'discard'])('leaves the old label: "%s"', async (said) => {
    const talk = await withSources(stage, 'Docs');
    expect(await sayAll(talk, 'rename Docs', said)).toContain('Stopped changing Docs');
    expect(await names(talk)).toEqual(['Docs']);
  });

  it('says nothing untrue when it is dropped behind another rename', async () => {
    const talk = await withSources(stage, 'Docs', 'Rates', 'Wiki');
    const text = await sayAll(talk, 'rename Docs to Wiki', 'rename Rates to Money', 'cancel');
    expect(text).toContain('Stopped changing Docs');
    expect(text).not.toContain('Nothing was changed');
    expect(await names(talk)).toEqual(['Docs', 'Money', 'Wiki']);
  });
});

describe('the question for a sandbox', () => {
  it.each(['not default, staging', 'it is called staging', 'no, staging'])(
    'is answered by "%s"',
    async (said) => {
      const talk = await stage.startTalk({ sandboxes: ['staging'] });
      await talk.say(`add ${stage.servers.url('open')}, no auth, name it Books`);
      const { state } = await talk.say(said);
      expect(state).toMatchObject({ awaiting: 'confirmation', slots: { name: 'Books', sandbox: 'staging' } });
    },
  );
});

describe('a new URL that does not answer', () => {
  it.each([
    ['the old url please', 'active'],
    ['go back to the old url', 'active'],
    ['the old one was fine', 'error'],
  ])('goes back to the one before where that is asked for: "%s"', async (said, status) => {
    const talk = await withSources(stage, 'Docs');
    await sayAll(talk, `move Docs to ${stage.servers.url('down')}`, 'yes', said);
    expect(await eachSource(talk, 'status')).toEqual({ Docs: status });
  });
});

describe('a name', () => {
  it.each([
    'my dog is called Rex',
    "my dog's name is Rex",
    'a friend of mine is called Rex',
    'I have a dog called Rex',
    'Anna called the server broken',
    'they call it Rex',
    'someone named Tom looks after it',
  ])('of something else is no label: "%s"', async (said) => {
    const talk = await repairing();
    expect((await talk.say(said)).tools).toEqual([]);
    expect(await names(talk)).toEqual(['Books']);
  });

  it.each(['call it Rex', 'it is called Rex', 'the server is called Rex'])(
    'of it is one: "%s"',
    async (said) => {
      const talk = await repairing();
      await talk.say(said);
      expect(await names(talk)).toEqual(['Rex']);
    },
  );

  it.each([
    ['Handbok', 'no, Handbook', 'Handbook'],
    ['Handbuch', 'no, Handbook', 'Handbook'],
    ['Docz', 'no, Docs', 'Docs'],
  ])('behind "rename it to %s", "%s" is the right one', async (wrong, said, right) => {
    const talk = await withSources(stage, 'Docs');
    await sayAll(talk, `rename Docs to ${wrong}`, said);
    expect(await names(talk)).toEqual([right]);
  });

  it('that another has, behind one nearly the same, is asked about', async () => {
    const talk = await withSources(stage, 'Docs', 'Wiki');
    const text = await sayAll(talk, 'rename Docs to Wikis', 'no, Wiki');
    expect(text).toContain('already taken');
    expect(await names(talk)).toEqual(['Wiki', 'Wikis']);
  });
});
