import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateAgent } from '../../src/agents/update.ts';
import { openStage, type Stage, sayAll, type Talk, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Desk takes a bearer token. */
const withDesk = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  const { url, token } = stage.servers;
  await sayAll(talk, `add ${url('bearer')}, bearer ${token.good}, call it Desk`, 'yes');
  return talk;
};

describe('a revocation', () => {
  it('says that the credential goes when there is one', async () => {
    const talk = await withDesk();
    expect(await sayAll(talk, 'revoke Desk')).toContain('at once and destroys its stored credential. This');
    expect(await sayAll(talk, 'help')).toContain('at once and destroys its stored credential, for good.');
    expect(await sayAll(talk, 'yes')).toContain('every agent, and no credential of it is left.');
    expect(await sayAll(talk, 'test Desk')).toContain('every agent and its credential was destroyed. To');
  });

  it('says nothing of a credential when there is none', async () => {
    const talk = await withSources(stage, 'Books');
    expect(await sayAll(talk, 'revoke Books')).toContain('from every agent at once. This cannot be undone');
    expect(await sayAll(talk, 'help')).toContain('from every agent at once, for good.');
    expect(await sayAll(talk, 'yes')).toContain('Its tools are gone from every agent.');
    expect(await sayAll(talk, 'test Books')).toContain('were taken from every agent. To have it back');
  });
});

describe('who can call the tools of a new source', () => {
  const add = () => `add ${stage.servers.url('open')}, no auth, call it Books`;

  it('is every agent to come where there is none', async () => {
    expect(await sayAll(await stage.startTalk(), add(), 'yes')).toContain(
      'There is no agent in `default` yet; every agent created there can call them.',
    );
  });

  it('is none of those there when their allowlists leave it out', async () => {
    const talk = await stage.startTalk({ agents: ['sales'] });
    const only = { sandbox_id: talk.sandbox_id, slug: 'sales', tool_allowlist: ['other__tool'] };
    await updateAgent({ ...talk.deps, default_model: 'any' }, talk.caller, only);
    expect(await sayAll(talk, add(), 'yes')).toContain('No agent in `default` is allowed to call them yet.');
  });
});

describe('a name that is nearly that of one source', () => {
  const asked = async (request = 'pause Docs EU'): Promise<Talk> => {
    const talk = await withSources(stage, 'Docs');
    const { text, state } = await talk.say(request);
    expect(text).toBe('I do not know `Docs EU`. Did you mean Docs?');
    expect(state).toMatchObject({ awaiting: 'source', options: [{ label: 'Docs' }] });
    return talk;
  };

  it.each(['yes', 'y', 'yes please', '1', 'Docs'])('is it after "%s"', async (said) => {
    expect(await sayAll(await asked(), said)).toContain('Docs is paused');
  });

  it.each(['no', 'n', 'no thanks'])('is left after "%s"', async (said) => {
    const talk = await asked();
    const { text, state } = await talk.say(said);
    expect(text).toContain('I left it alone');
    expect(state.awaiting).toBeNull();
    expect((await talk.source('Docs'))?.status).toBe('active');
  });

  it('is still asked about before it is revoked', async () => {
    const talk = await asked('revoke Docs EU');
    const { text, state } = await talk.say('yes');
    expect(text).toContain('Shall I revoke it?');
    expect(state).toMatchObject({ flow: 'revoke', awaiting: 'confirmation' });
    expect((await talk.source('Docs'))?.status).toBe('active');
  });

  it.each(['help', 'blue cheese'])('has its own words after "%s"', async (said) => {
    const text = await sayAll(await asked(), said);
    expect(text).toMatch(/Say `yes` if you mean that one, or `no` to leave it\./);
    expect(text).not.toContain('number');
  });
});

it('a paused source that is tested answers, but is paused', async () => {
  const talk = await withSources(stage, 'Books');
  expect(await sayAll(talk, 'pause Books', 'test Books')).toMatch(
    /^Books answers \(3 tools, \d+ ms, protocol [\d-]+\), but it is paused: no agent can call its tools until you say `resume Books`\.$/,
  );
});

describe('sandboxes', () => {
  it.each([
    [[], 'there is `default`.'],
    [['live'], 'there are `default` and `live`.'],
  ])('that exist beside one that does not: %j', async (sandboxes, there) => {
    const talk = await stage.startTalk({ sandboxes });
    expect(await sayAll(talk, 'pause Books in the sandbox nowhere')).toContain(there);
    expect(await sayAll(talk, 'delete the sandbox nowhere')).toContain(there);
  });
});

describe('what a message stops when it goes on with another change', () => {
  it.each([
    ['no, pause it instead', /^All right, Books is not revoked\.\n\nBooks is paused/],
    ['cancel that, pause Books', /^Stopped revoking Books\.\n\nBooks is paused/],
    ['no', /^All right, Books stays as it is\./],
    ['cancel', /^Stopped revoking Books\. Nothing was changed\./],
  ])('"%s"', async (said, reply) => {
    const talk = await withSources(stage, 'Books');
    expect(await sayAll(talk, 'revoke Books', said)).toMatch(reply);
  });

  it('and what was being repaired', async () => {
    const talk = await withSources(stage, 'Books');
    await sayAll(talk, `add ${stage.servers.url('bearer')}, no auth, call it Desk`, 'yes');
    expect(await sayAll(talk, 'cancel that, revoke Desk')).toMatch(
      /^Stopped repairing Desk\.\n\nRevoking Desk/,
    );
  });
});

describe('lists of one', () => {
  it.each([
    ['test Zebra', /source called Zebra\. Only Books is registered\./],
    ['what tools does nonsuch have?', /You can ask about `support` there/],
    ['cap Books at 1 call per minute', /at most 1 call a minute now/],
  ])('are no plurals: "%s"', async (said, reply) => {
    const talk = await stage.startTalk({ agents: ['support'] });
    await sayAll(talk, `add ${stage.servers.url('open')}, no auth, call it Books`, 'yes');
    expect(await sayAll(talk, said)).toMatch(reply);
  });

  it('undo a cap of one call', async () => {
    const talk = await withSources(stage, 'Books');
    const text = await sayAll(talk, 'cap Books at 1 call per minute', 'cap Books at 5 calls per minute');
    const undo = /Say `(cap [^`]+)`/.exec(text)![1]!;
    expect(await sayAll(talk, undo)).toContain('at most 1 call a minute now');
  });
});

describe('a server without authentication that fails its check', () => {
  const failed = async (): Promise<Talk> => {
    const talk = await stage.startTalk();
    const text = await sayAll(talk, `add ${stage.servers.url('bearer')}, no auth, call it Desk`, 'yes');
    expect(text).toContain('fix the URL, give it a credential, try again, or discard Desk?');
    expect((await talk.view()).options).toContainEqual({
      id: 'fix:credential',
      label: 'Give it a credential',
    });
    return talk;
  };

  it.each(['fix the credential', 'give it a credential', '2'])('is given one after "%s"', async (said) => {
    const { state } = await (await failed()).say(said);
    expect(state).toMatchObject({ flow: 'register', awaiting: 'auth_kind' });
  });

  it.each(['help', 'blue cheese'])('is spoken of alike after "%s"', async (said) => {
    expect(await sayAll(await failed(), said)).toContain('`give it a credential`');
  });
});
