import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notCheckedYet } from '../../src/domain/source.ts';
import { ConciergeError } from '../../src/errors.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { keys } from '../../src/store/keys.ts';
import type { Store } from '../../src/store/port.ts';
import { startCustomServer } from '../fixtures/custom-server.ts';
import { breakable, touches } from './breakable-store.ts';
import { openStage, type Stage, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const upToConfirmation = async (talk: Talk, url = stage.servers.url('open')): Promise<void> => {
  expect((await talk.say(`add ${url}, no auth, name it Docs`)).state.awaiting).toBe('confirmation');
};

const notYetDurable = () =>
  new ConciergeError('unavailable', 'Stored, but not yet durable.', { data: { not_yet_durable: true } });

/** Longer than an effect without signs of life is waited for, in ms. */
const aLifeSign = 4000;

const request = (talk: Talk, text: string) => ({
  sandbox_id: talk.sandbox_id,
  session_id: talk.session(),
  input: { kind: 'message' as const, text },
  signal: new AbortController().signal,
});

describe('a store that fails in the middle of a turn', () => {
  it('ends it with one constant sentence and leaves the conversation as it was', async () => {
    const { wrap, breakWhen, secret } = breakable();
    const talk = await stage.startTalk({ store: wrap });
    await upToConfirmation(talk);
    const before = await talk.view();
    breakWhen(touches('session'));
    const { error, names } = await talk.say('yes');
    expect(names.at(-1)).toBe('agent_error');
    expect(error?.message).not.toContain(secret);
    expect(error?.message).toMatch(/rn_\w+/);
    breakWhen(null);
    stage.pass(aLifeSign);
    expect(await talk.view()).toEqual(before);
    expect(await talk.sources()).toEqual([]);
    await talk.say('yes');
    expect(await talk.sources()).toMatchObject([{ name: 'Docs', status: 'active' }]);
  });

  it.each(['source', 'label', 'audit'])(
    'makes no half of a registration when `%s` cannot be written',
    async (kind) => {
      const { wrap, breakWhen } = breakable();
      const talk = await stage.startTalk({ store: wrap });
      await upToConfirmation(talk);
      breakWhen(touches(kind));
      const { error, frames } = await talk.say('yes');
      expect(error).toMatchObject({ type: 'unavailable' });
      const { data } = frames.findLast(({ event }) => event === 'agent_tool_result')!;
      expect(data).toMatchObject({ result: null, error: 'The store cannot be reached right now.' });
      breakWhen(null);
      stage.pass(aLifeSign);
      expect(await talk.sources()).toEqual([]);
      const { text } = await talk.say('yes');
      expect(text).toMatch(/interrupted/);
      await talk.say('yes');
      expect(await talk.sources()).toMatchObject([{ name: 'Docs', status: 'active' }]);
    },
  );

  it('finds what was registered when only the outcome could not be saved', async () => {
    const { wrap, breakWhen } = breakable();
    const talk = await stage.startTalk({ store: wrap });
    await upToConfirmation(talk);
    let saves = 0;
    breakWhen((changes) => touches('session')(changes) && ++saves > 1);
    expect((await talk.say('yes')).error).not.toBeNull();
    breakWhen(null);
    stage.pass(aLifeSign);
    const { text, state } = await talk.say('yes');
    expect(text).toMatch(/interrupted/);
    expect(state.flow).toBeNull();
    expect(await talk.sources()).toMatchObject([{ name: 'Docs', status: 'active' }]);
  });

  it('shows of what nobody has checked yet that it is so, and no failure', async () => {
    const talk = await stage.startTalk();
    await upToConfirmation(talk);
    await talk.say('yes');
    const source = (await talk.source('Docs'))!;
    const key = keys.source(talk.caller.user_id, talk.sandbox_id, source.data_source_id);
    const { version } = (await talk.store.get(key))!;
    const value = { ...source, status: 'error', health_error: notCheckedYet };
    await talk.store.commit([{ key, value, expect: version }]);
    const shown = (await talk.say('show Docs')).text;
    expect(shown).toContain('Status: not checked yet');
    expect(shown).toContain('Last check: not checked yet');
    for (const said of ['show my sources', 'why is Docs failing?']) {
      const { text } = await talk.say(said);
      expect(text).toContain('not checked yet');
      expect(`${shown}${text}`).not.toMatch(/fail|error/);
    }
  });

  it('leaves no row of what was discarded when too few replicas had it at first', async () => {
    let isLossy = false;
    const wrap = (store: Store): Store => ({
      ...store,
      commit: async (changes, options) => {
        const version = await store.commit(changes, options);
        if (isLossy && options?.final) throw notYetDurable();
        return version;
      },
    });
    const talk = await stage.startTalk({ store: wrap });
    await talk.say(
      `add ${stage.servers.url('bearer')}, bearer token ${stage.servers.token.bad}, name it Desk`,
    );
    await talk.say('yes');
    isLossy = true;
    expect((await talk.reply('discard')).error?.type).toBe('unavailable');
    isLossy = false;
    stage.pass(aLifeSign);
    expect((await talk.say('hello')).state).toMatchObject({ flow: null, awaiting: null });
    expect(await talk.sources()).toEqual([]);
  });

  it('ends a registration whose source was revoked before the conversation went on', async () => {
    const { wrap, breakWhen } = breakable();
    const talk = await stage.startTalk({ store: wrap });
    await upToConfirmation(talk);
    let saves = 0;
    breakWhen((changes) => touches('session')(changes) && ++saves > 1);
    await talk.say('yes');
    breakWhen(null);
    stage.pass(aLifeSign);
    await revokeSource(talk.deps, talk.caller, (await talk.source('Docs'))!);
    const { state, error } = await talk.say('hello');
    expect(error).toBeNull();
    expect(state).toMatchObject({ flow: null, awaiting: null });
    expect((await talk.say('hello')).text).not.toMatch(/interrupted/);
  });
});

describe('a client that leaves', () => {
  const gone = AbortSignal.abort();

  it.each([
    ['a registration', 'yes'],
    ['a correction', 'call it Other'],
  ])('before %s starts nothing', async (_, text) => {
    const talk = await stage.startTalk();
    await upToConfirmation(talk);
    const { stop_reason, tools, state } = await talk.say(text, gone);
    expect(stop_reason).toBe('cancelled');
    expect(tools).toEqual([]);
    expect(state).toMatchObject({ awaiting: 'confirmation', slots: { name: 'Docs' } });
    expect(await talk.sources()).toEqual([]);
  });

  it('before its credential is taken leaves none behind and starts no check', async () => {
    const talk = await stage.startTalk();
    const { url, token } = stage.servers;
    await talk.say(`add ${url('bearer')}, bearer token ${token.bad}, name it Desk`);
    await talk.say('yes');
    await talk.reply('fix:credential');
    const { tools, stop_reason } = await talk.credential(token.good, gone);
    expect({ tools, stop_reason }).toEqual({ tools: [], stop_reason: 'cancelled' });
    expect(await talk.staged()).toBe(0);
    expect(await talk.source('Desk')).toMatchObject({ status: 'error' });
  });

  it('while its credential is sealed starts no check', async () => {
    const leaving = new AbortController();
    const { wrap, breakWhen } = breakable();
    const talk = await stage.startTalk({ store: wrap });
    const { url, token } = stage.servers;
    await talk.say(`add ${url('bearer')}, bearer token ${token.bad}, name it Desk`);
    await talk.say('yes');
    await talk.reply('fix:credential');
    breakWhen((changes) => {
      if (touches('staged-secret')(changes)) leaving.abort();
      return false;
    });
    const { tools, state } = await talk.credential(token.good, leaving.signal);
    expect(tools).toEqual([]);
    expect(state).toMatchObject({ flow: 'register', awaiting: 'repair' });
    expect(await talk.source('Desk')).toMatchObject({ status: 'error' });
  });

  it('after a crash starts no check either, and the next turn looks what had happened', async () => {
    const { wrap, breakWhen } = breakable();
    const talk = await stage.startTalk({ store: wrap });
    await upToConfirmation(talk);
    let saves = 0;
    breakWhen((changes) => touches('session')(changes) && ++saves > 1);
    await talk.say('yes');
    breakWhen(null);
    stage.pass(aLifeSign);
    expect((await talk.say('hello', gone)).tools).toEqual([]);
    const { text, tools } = await talk.say('hello');
    expect(text).toMatch(/interrupted/);
    expect(tools).toEqual(['test_user_mcp_source']);
  });

  it('during a registration lets it end, and its outcome is saved', async () => {
    const leaving = new AbortController();
    const server = await startCustomServer({
      answer: () => {
        leaving.abort();
        return null;
      },
    });
    const talk = await stage.startTalk();
    await upToConfirmation(talk, server.url);
    const { stop_reason } = await talk.say('yes', leaving.signal);
    expect(stop_reason).toBe('cancelled');
    expect(await talk.sources()).toMatchObject([{ name: 'Docs', status: 'active' }]);
    expect(await talk.view()).toMatchObject({ flow: null, awaiting: null });
    await server.close();
  });

  it('during a test of all sources ends it after the one that runs', async () => {
    const talk = await stage.startTalk();
    for (const name of ['Alpha', 'Beta', 'Gamma']) {
      await talk.say(`add ${stage.servers.url('open')}, no auth, name it ${name}`);
      await talk.say('yes');
    }
    const leaving = new AbortController();
    const turn = await talk.concierge.beginTurn(talk.caller, {
      ...request(talk, 'test everything'),
      signal: leaving.signal,
    });
    let calls = 0;
    for await (const { event } of turn.events) {
      if (event !== 'agent_tool_call') continue;
      calls++;
      leaving.abort();
    }
    expect(calls).toBe(1);
  });
});
