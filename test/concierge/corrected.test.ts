import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const open = () => stage.servers.url('open');
const bearer = () => stage.servers.url('bearer');
const header = () => stage.servers.url('header');
const { good } = { good: () => stage.servers.token.good };

describe('a correction of an earlier answer', () => {
  it('of the URL is said when the next question does not show it', async () => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${open()}, no auth`);
    expect(await sayAll(talk, `wait, wrong url, it should be ${bearer()}`)).toBe(
      `The URL is now \`${bearer()}\`.\n\nWhat should the server be called? Its tools will be listed under that label. Say \`skip\` to take \`server\`.`,
    );
  });

  it('of the URL comes before what becomes of the credential', async () => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${bearer()}, bearer ${good()}`);
    expect(await sayAll(talk, `no, the url is ${header()}`)).toMatch(
      /^The URL is now `[^`]+`\.\n\nThe credential you gave was not meant for that, so it is destroyed\.\n\nPlease paste/,
    );
  });

  it.each([
    [
      'the label is asked for',
      () => `add ${bearer()}, bearer ${good()}`,
      'no auth actually',
      'authentication',
      'none',
    ],
    [
      'the sandbox is asked for',
      () => `add ${open()}, no auth, call it Docs`,
      'call it Wiki',
      'label',
      'Wiki',
    ],
    [
      'the label is asked for, the sandbox',
      () => `add ${open()}, no auth, in live`,
      'no, in dev',
      'sandbox',
      '`dev`',
    ],
  ])('while %s', async (_, first, correction, noun, value) => {
    const talk = await stage.startTalk({ sandboxes: ['live', 'dev'] });
    await talk.say(first());
    expect(await sayAll(talk, correction)).toContain(`The ${noun} is now ${value}.`);
  });

  it.each([
    [
      'the credential question shows the header',
      'custom header X-Key',
      'the header is X-Api-Key',
      '`X-Api-Key`',
    ],
    [
      'the credential question shows the scheme',
      'custom header X-Key',
      'bearer token instead',
      'bearer token',
    ],
    ['the credential question shows the label', 'bearer token, call it Docs', 'call it Wiki', 'Wiki'],
  ])('is not said twice: %s', async (_, first, correction, shown) => {
    const talk = await stage.startTalk();
    await talk.say(`add ${header()}, ${first}`);
    const text = await sayAll(talk, correction);
    expect(text).toMatch(/^Please paste the/);
    expect(text).toContain(shown);
  });

  it('is shown by the confirmation, and by nothing else', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${open()}, no auth, call it Docs`);
    expect(await sayAll(talk, 'call it Wiki')).toMatch(/^Please check what I will register/);
  });
});

describe('a new label that is taken', () => {
  const withCellar = async (sandboxes: string[] = []): Promise<Talk> => {
    const talk = await stage.startTalk({ sandboxes });
    await sayAll(talk, `add ${open()}, no auth, call it Cellar, in default`, 'yes');
    return talk;
  };

  it.each(['rename it to Cellar', 'call it Cellar', 'no, the label is Cellar'])(
    'is asked for again at the confirmation: "%s"',
    async (said) => {
      const talk = await withCellar();
      await sayAll(talk, `add ${bearer()}, no auth, call it Attic`);
      const { text, state } = await talk.say(said);
      expect(text).toMatch(
        /^The label Cellar is already taken.+`Cellar-2` is free\.\n\nWhat should the server/s,
      );
      expect(state).toMatchObject({ flow: 'register', awaiting: 'name' });
      expect((await talk.say('Cellar Two')).state).toMatchObject({
        awaiting: 'confirmation',
        slots: { name: 'Cellar Two' },
      });
    },
  );

  it('is asked for again while the sandbox is asked for', async () => {
    const talk = await withCellar(['live']);
    await sayAll(talk, `add ${bearer()}, no auth, call it Attic`);
    expect((await talk.say('call it Cellar')).state).toMatchObject({ awaiting: 'name' });
  });

  it('is asked for after the credential that is asked for', async () => {
    const talk = await withCellar();
    await sayAll(talk, `add ${bearer()}, bearer token, call it Attic`);
    const { text, state } = await talk.say('call it Cellar');
    expect(text).toContain('is already taken');
    expect(state).toMatchObject({ awaiting: 'credential' });
    expect((await talk.credential(good())).state.awaiting).toBe('name');
  });
});

describe('a confirmed change', () => {
  const withDesk = async (): Promise<Talk> => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${bearer()}, bearer ${good()}, call it Desk`, 'yes');
    return talk;
  };

  it('of the URL says from what to what, and the way back', async () => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${open()}, no auth, call it Books`, 'yes');
    const text = await sayAll(talk, `change the URL of Books to ${open()}?v=2`, 'y');
    expect(text).toContain(`The URL of Books is changed from \`${open()}\` to \`${open()}?v=2\`.`);
    expect(text).toMatch(/to undo it\.\n\nBooks is active: 3 tools/);
    const undo = /Say `(change[^`]+)`/.exec(text)![1]!;
    await sayAll(talk, undo, 'yes');
    expect((await talk.source('Books'))?.base_url).toBe(open());
  });

  it('of the URL that does not work offers the way back with its question', async () => {
    const talk = await withDesk();
    const text = await sayAll(talk, `change the URL of Desk to ${new URL('/gone', bearer()).href}`, 'yes');
    expect(text).toMatch(
      /^The URL of Desk is changed from `\S+` to `\S+`\.\n\nDesk did not pass.+go back to/s,
    );
    expect(text).not.toContain('undo');
  });

  it('of the credential says that the old one is destroyed', async () => {
    const talk = await withDesk();
    await talk.say('change the credential of Desk');
    expect((await talk.credential(good())).text).toMatch(
      /^Credential received\.\n\nDesk has its new credential; the old one is destroyed\.\n\nDesk is active/,
    );
  });

  it('of the authentication says from what to what', async () => {
    const talk = await withDesk();
    const text = await sayAll(talk, 'change the authentication of Desk to no authentication', 'yes');
    expect(text).toMatch(
      /^The authentication of Desk is changed from bearer token to none\. Its stored credential is destroyed\./,
    );
    expect(text).not.toContain('undo');
  });

  it('of a header says the way back, which keeps the credential', async () => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${open()}, custom header X-Old, call it Desk`);
    await talk.credential(good());
    const text = await sayAll(talk, 'yes', 'the header of Desk is X-New', 'yes');
    expect(text).toContain('is changed from custom header `X-Old` to custom header `X-New`. Say');
    const undo = /Say `(change[^`]+)`/.exec(text)![1]!;
    expect(await sayAll(talk, undo, 'yes')).toContain('to custom header `X-Old`.');
  });
});
