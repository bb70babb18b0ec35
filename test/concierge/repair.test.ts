import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteSource } from '../../src/sources/delete.ts';
import type { SourceRef } from '../../src/sources/deps.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { updateSource } from '../../src/sources/update.ts';
import { type CustomServer, startCustomServer } from '../fixtures/custom-server.ts';
import { openStage, type Stage, type Talk } from './driver.ts';

let stage: Stage;
let picky: CustomServer;
const sent: (string | null)[] = [];
const onlyTheRightOne = (request: Request): Response | null => {
  sent.push(request.headers.get('authorization'));
  return request.headers.get('authorization') === 'Bearer the-right-one-4711'
    ? null
    : new Response(null, { status: 401 });
};
beforeAll(async () => {
  stage = await openStage();
  picky = await startCustomServer({ answer: onlyTheRightOne });
});
afterAll(async () => {
  await stage.close();
  await picky.close();
});

const ref = ({ sandbox_id, data_source_id }: SourceRef): SourceRef => ({ sandbox_id, data_source_id });

/** A registration whose check failed. */
const failed = async (url: string, auth: string): Promise<Talk> => {
  const talk = await stage.startTalk();
  await talk.say(`add ${url}, ${auth}, name it Desk`);
  const { state, text } = await talk.say('yes');
  expect(state).toMatchObject({ flow: 'register', awaiting: 'repair' });
  expect(text).toContain('Desk');
  expect(state.options.map(({ id }) => id)).toEqual(['fix:base_url', 'fix:credential', 'retry', 'discard']);
  return talk;
};

const active = async (talk: Talk) => expect(await talk.source('Desk')).toMatchObject({ status: 'active' });

describe('a registration whose check failed', () => {
  it.each(['why?', 'why did it fail?', 'help'])('says once more why, when asked "%s"', async (asked) => {
    const talk = await failed(stage.servers.url('down'), 'no auth');
    const { text, state } = await talk.say(asked);
    expect(text).toMatch(/refused/);
    expect(state.awaiting).toBe('repair');
  });

  it('is checked at once with a corrected address of the same origin, and keeps its credential', async () => {
    const { servers } = stage;
    const wrong = servers.url('bearer').replace('/mcp', '/wrong');
    const talk = await failed(wrong, `bearer token ${servers.token.good}`);
    await talk.reply('fix:base_url');
    const { tools, state } = await talk.say(servers.url('bearer'));
    expect(tools).toEqual(['update_source']);
    expect(state.flow).toBeNull();
    await active(talk);
  });

  it('asks for the credential again when the corrected address is of another origin', async () => {
    const { servers } = stage;
    const talk = await failed(servers.url('down'), `bearer token ${servers.token.bad}`);
    const before = sent.length;
    const moved = await talk.say(`use ${picky.url} instead`);
    expect(moved.tools).toEqual([]);
    expect(moved.state).toMatchObject({ flow: 'register', awaiting: 'credential', secret_input: true });
    expect(sent.length).toBe(before);
    await talk.say('the-right-one-4711');
    await active(talk);
  });

  it('takes another credential', async () => {
    const talk = await failed(stage.servers.url('bearer'), `bearer token ${stage.servers.token.bad}`);
    expect((await talk.reply('fix:credential')).state).toMatchObject({
      awaiting: 'credential',
      secret_input: true,
    });
    const { tools } = await talk.credential(stage.servers.token.good);
    expect(tools).toEqual(['update_source']);
    await active(talk);
    expect(await talk.staged()).toBe(0);
  });

  it('never sends what was only doubted to be the credential', async () => {
    const talk = await failed(picky.url, 'bearer token tok_9Xq2Lw7RzT4mB1vK8s');
    await talk.reply('fix:credential');
    expect((await talk.say('correct horse battery staple')).state.secret_input).toBe(false);
    await talk.propose({ command: 'set', base_url: `${picky.url}?v=2` });
    expect(sent).not.toContain('Bearer correct horse battery staple');
    expect(await talk.staged()).toBe(0);
  });

  it('is tried again as it is', async () => {
    const flaky = await startCustomServer({ answer: () => new Response(null, { status: 500 }) });
    const talk = await failed(flaky.url, 'no auth');
    expect((await talk.reply('retry')).state).toMatchObject({ awaiting: 'repair' });
    flaky.behave({ answer: () => null });
    expect((await talk.reply('retry')).tools).toEqual(['test_user_mcp_source']);
    await active(talk);
    await flaky.close();
  });

  it('can be discarded, and then it is gone with its credential', async () => {
    const talk = await failed(stage.servers.url('bearer'), `bearer token ${stage.servers.token.bad}`);
    expect((await talk.reply('discard')).state).toMatchObject({ flow: null, awaiting: null });
    expect(await talk.sources()).toEqual([]);
    expect(await talk.stored()).not.toContain('ciphertext');
  });

  it('stays registered and in error when the repair is cancelled, and nobody says that it was destroyed', async () => {
    const talk = await failed(stage.servers.url('bearer'), `bearer token ${stage.servers.token.bad}`);
    const { text, state } = await talk.say('cancel');
    expect(state.flow).toBeNull();
    expect(text).toContain('Desk');
    expect(text).not.toMatch(/destroyed|nothing was changed/i);
    expect(await talk.source('Desk')).toMatchObject({ status: 'error', has_credential: true });
  });

  it('takes a new label while it is repaired', async () => {
    const talk = await failed(stage.servers.url('bearer'), `bearer token ${stage.servers.token.bad}`);
    await talk.propose({ command: 'set', name: 'Service desk' });
    expect(await talk.source('Service desk')).toMatchObject({ status: 'error' });
  });

  it('stays in its sandbox, and that is said', async () => {
    const talk = await stage.startTalk({ sandboxes: ['staging'] });
    await talk.say(`add ${stage.servers.url('down')}, no auth, name it Desk, in default`);
    await talk.say('yes');
    const { text, state, tools } = await talk.propose({ command: 'set', sandbox: 'staging' });
    expect(text).toMatch(/stays in its sandbox/);
    expect(tools).toEqual([]);
    expect(state).toMatchObject({ awaiting: 'repair', slots: { sandbox: 'default' } });
  });

  it('asks for the scheme first when it had none and the server wants a credential', async () => {
    const talk = await failed(stage.servers.url('bearer'), 'no auth');
    const fix = await talk.reply('fix:credential');
    expect(fix.state).toMatchObject({ awaiting: 'auth_kind', secret_input: false });
    expect((await talk.reply('auth:bearer')).state).toMatchObject({
      awaiting: 'credential',
      secret_input: true,
    });
    await talk.credential(stage.servers.token.good);
    expect(await talk.source('Desk')).toMatchObject({ status: 'active', auth_kind: 'bearer' });
  });

  it.each([
    ['try again', deleteSource],
    ['discard it', revokeSource],
    ['fix the url', revokeSource],
  ])('ends at "%s" when its source is gone meanwhile', async (said, takeAway) => {
    const talk = await failed(stage.servers.url('down'), 'no auth');
    await takeAway(talk.deps, talk.caller, (await talk.source('Desk'))!);
    const { state, text, tools } = await talk.say(said);
    expect(text).toContain('revoked or deleted meanwhile, so this ends here: registering Desk.');
    expect(state).toMatchObject({ flow: null, awaiting: null });
    expect(tools).toEqual([]);
  });

  it('that waits is dropped when its source is gone meanwhile, and what is asked for is done', async () => {
    const talk = await failed(stage.servers.url('down'), 'no auth');
    await talk.say(`register ${stage.servers.url('open')}`);
    await revokeSource(talk.deps, talk.caller, (await talk.source('Desk'))!);
    const { state, text } = await talk.say('no auth, call it Other');
    expect(text).toContain('this ends here: registering Desk.');
    expect(state).toMatchObject({ flow: 'register', awaiting: 'confirmation', interrupted: [] });
  });
});

describe('a repair whose source was changed meanwhile', () => {
  it('goes on with the address that it has now', async () => {
    const talk = await failed(stage.servers.url('down'), 'no auth');
    const source = (await talk.source('Desk'))!;
    await updateSource(talk.deps, talk.caller, {
      ...ref(source),
      base_url: `${stage.servers.url('down')}?v=2`,
    });
    expect((await talk.say('help')).state.slots.base_url).toBe(`${stage.servers.url('down')}?v=2`);
    await talk.propose({ command: 'set', name: 'Service desk' });
    expect(await talk.source('Service desk')).toMatchObject({ base_url: `${stage.servers.url('down')}?v=2` });
  });

  it('does not bring back an old address when it waited', async () => {
    const talk = await failed(stage.servers.url('down'), 'no auth');
    await talk.propose({ command: 'update', source: 'Desk', what: 'base_url' });
    await talk.say(`${stage.servers.url('down')}?v=3`);
    await talk.say('yes');
    await talk.reply('cancel');
    await talk.say('yes');
    const { state } = await talk.say('call it Service desk');
    expect(state.awaiting).toBe('repair');
    expect(await talk.source('Service desk')).toMatchObject({ base_url: `${stage.servers.url('down')}?v=3` });
  });

  it('is over when it passes its check', async () => {
    const talk = await failed(stage.servers.url('down'), 'no auth');
    await talk.propose({ command: 'update', source: 'Desk', base_url: stage.servers.url('open') });
    const { text, state } = await talk.say('yes');
    expect(text).toContain('The repair of Desk is done with');
    expect(state).toMatchObject({ flow: null, awaiting: null, interrupted: [] });
  });
});

describe('a source that is changed', () => {
  const registered = async (): Promise<Talk> => {
    const talk = await stage.startTalk();
    await talk.say(`add ${picky.url}, bearer token, name it Desk`);
    await talk.credential('the-right-one-4711');
    await talk.say('yes');
    await active(talk);
    return talk;
  };

  it('gets its new credential and is checked', async () => {
    const talk = await registered();
    const asked = await talk.say('rotate the token of Desk');
    expect(asked.state).toMatchObject({ flow: 'update', awaiting: 'credential', secret_input: true });
    const wrong = await talk.credential('another-one-0815');
    expect(wrong.tools).toEqual(['update_source']);
    expect(wrong.state).toMatchObject({ flow: 'update', awaiting: 'repair' });
    expect(wrong.text).not.toContain('Say `change the credential');
    expect(await talk.source('Desk')).toMatchObject({ status: 'error', health_cause: 'unauthorized' });
    expect((await talk.reply('fix:credential')).state).toMatchObject({ secret_input: true });
    await talk.credential('the-right-one-4711');
    await active(talk);
  });

  it('keeps its credential at a new address of the same origin, after a yes', async () => {
    const talk = await registered();
    const { state, tools } = await talk.say(`change the url of Desk to ${picky.url}?v=2`);
    expect(state).toMatchObject({ flow: 'update', awaiting: 'confirmation' });
    expect(tools).toEqual([]);
    await talk.say('yes');
    expect(await talk.source('Desk')).toMatchObject({ status: 'active', base_url: `${picky.url}?v=2` });
  });

  it('asks for a credential for another origin, and a no leaves all as it was', async () => {
    const talk = await registered();
    const { state } = await talk.say(`change the url of Desk to ${stage.servers.url('bearer')}`);
    expect(state).toMatchObject({ flow: 'update', awaiting: 'credential' });
    await talk.credential(stage.servers.token.good);
    await talk.reply('deny');
    expect(await talk.source('Desk')).toMatchObject({ status: 'active', base_url: picky.url });
    expect(await talk.staged()).toBe(0);
  });

  it('never gets at its old origin the credential that was meant for another', async () => {
    const talk = await registered();
    await talk.say(`change the url of Desk to ${stage.servers.url('bearer')}`);
    await talk.credential(stage.servers.token.good);
    await talk.propose({ command: 'set', base_url: `${picky.url}?v=3` });
    await talk.say('yes');
    expect(sent).not.toContain(`Bearer ${stage.servers.token.good}`);
    expect(await talk.source('Desk')).toMatchObject({ status: 'active', base_url: `${picky.url}?v=3` });
  });

  const moved = async (url = `${picky.url.replace('/mcp', '/wrong')}`) => {
    const talk = await registered();
    await talk.say(`change the url of Desk to ${url}`);
    picky.behave({ answer: () => new Response(null, { status: 404 }) });
    const failedTurn = await talk.say('yes');
    picky.behave({ answer: onlyTheRightOne });
    return { talk, failedTurn };
  };

  it('offers the way on when its new address fails, the old one among it', async () => {
    const { talk, failedTurn } = await moved();
    expect(failedTurn.state).toMatchObject({ flow: 'update', awaiting: 'repair' });
    expect(failedTurn.state.options).toEqual([
      { id: 'fix:base_url', label: 'Fix the URL' },
      { id: 'fix:credential', label: 'Fix the credential' },
      { id: 'retry', label: 'Try again' },
      { id: 'fix:previous_url', label: `Back to ${picky.url}` },
      { id: 'cancel', label: 'Leave it as it is' },
    ]);
    expect((await talk.reply('fix:previous_url')).state.flow).toBeNull();
    expect(await talk.source('Desk')).toMatchObject({ status: 'active', base_url: picky.url });
  });

  it('is checked at once with a corrected address, and tried again as it is', async () => {
    const { talk } = await moved();
    expect((await talk.reply('fix:base_url')).state).toMatchObject({ awaiting: 'base_url' });
    const fixed = await talk.say(`${picky.url}?v=4`);
    expect(fixed.tools).toEqual(['update_source']);
    expect(await talk.source('Desk')).toMatchObject({ status: 'active', base_url: `${picky.url}?v=4` });
    const again = await moved();
    expect((await again.talk.reply('retry')).tools).toEqual(['test_user_mcp_source']);
  });

  it('asks for the credential again when it goes back to another origin', async () => {
    const talk = await registered();
    await talk.say(`change the url of Desk to ${stage.servers.url('down')}`);
    await talk.credential('for-elsewhere-0815');
    expect((await talk.say('yes')).state.awaiting).toBe('repair');
    const before = sent.length;
    expect((await talk.reply('fix:previous_url')).state).toMatchObject({ awaiting: 'credential' });
    expect(sent.length).toBe(before);
    await talk.credential('the-right-one-4711');
    await active(talk);
    expect(sent).not.toContain('Bearer for-elsewhere-0815');
  });

  it('stays as it is when the repair is cancelled, and is never discarded by a word', async () => {
    const { talk } = await moved();
    await talk.say('discard it');
    expect(await talk.source('Desk')).toBeDefined();
    const { talk: other } = await moved();
    const { text, state } = await other.reply('cancel');
    expect(state.flow).toBeNull();
    expect(text).toContain('Desk stays registered and is not working yet');
    expect(await other.source('Desk')).toMatchObject({ status: 'error', has_credential: true });
  });
});
