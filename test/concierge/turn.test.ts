import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Concierge, Turn, TurnEvent } from '../../src/concierge/events.ts';
import { ConciergeError } from '../../src/errors.ts';
import { revokeSource } from '../../src/sources/revoke.ts';
import { keys } from '../../src/store/keys.ts';
import type { Change, Store } from '../../src/store/port.ts';
import { startCustomServer } from '../fixtures/custom-server.ts';
import { openStage, type Stage, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const upToConfirmation = async (talk: Talk, url = stage.servers.url('open')): Promise<void> => {
  expect((await talk.say(`add ${url}, no auth, name it Docs`)).state.awaiting).toBe('confirmation');
};

/** A store whose commits fail while `broken` says so. */
const breakable = () => {
  let broken: ((changes: Change[]) => boolean) | null = null;
  const secret = 'disk /dev/sda1 said no';
  const wrap = (store: Store): Store => ({
    ...store,
    commit: async (changes, options) => {
      if (broken?.(changes)) throw new ConciergeError('unavailable', secret);
      return store.commit(changes, options);
    },
  });
  const breakWhen = (when: typeof broken): void => {
    broken = when;
  };
  return { wrap, breakWhen, secret };
};
const touches = (kind: string) => (changes: Change[]) =>
  changes.some(({ key }) => key.includes(`}/${kind}/`));

/** Longer than an effect without signs of life is waited for, in ms. */
const aLifeSign = 4000;

const request = (talk: Talk, text: string) => ({
  sandbox_id: talk.sandbox_id,
  session_id: talk.session(),
  input: { kind: 'message' as const, text },
  signal: new AbortController().signal,
});
const framesOf = async (turn: Turn): Promise<TurnEvent[]> => Array.fromAsync(turn.events);
const begin = (concierge: Concierge, talk: Talk, text: string) =>
  concierge.beginTurn(talk.caller, request(talk, text));

describe('the frames of a turn', () => {
  it('come in order: started first, calls before their results, the state after them, the finish last', async () => {
    const talk = await stage.startTalk();
    await upToConfirmation(talk);
    const { names, frames } = await talk.say('yes');
    expect(names[0]).toBe('run_started');
    expect(names.slice(-2)).toEqual(['flow_state', 'agent_finish']);
    expect(names.indexOf('agent_tool_call')).toBeLessThan(names.indexOf('agent_tool_result'));
    expect(names.indexOf('agent_tool_result')).toBeLessThan(names.indexOf('flow_state'));
    const ids = frames.flatMap(({ data }) => ('run_id' in data ? [data.run_id] : []));
    expect(new Set(ids).size).toBe(1);
  });

  it('show a version that grows by one with every turn, and that the stored view has too', async () => {
    const talk = await stage.startTalk();
    const versions: number[] = [];
    for (const text of ['hello', 'add a server', 'cancel'])
      versions.push((await talk.say(text)).state.version);
    expect(versions).toEqual([1, 2, 3]);
    expect((await talk.view()).version).toBe(3);
  });
});

describe('a second turn at once', () => {
  const busy = async () => {
    const slow = await startCustomServer({ hang: ['tools/list'] });
    const talk = await stage.startTalk();
    await upToConfirmation(talk, slow.url);
    const first = talk.say('yes');
    await expect.poll(() => slow.count('tools/list')).toBe(1);
    const release = async () => {
      slow.behave({ hang: [] });
      slow.cut();
      await first;
      await slow.close();
    };
    return { talk, release };
  };

  it('is refused as a conflict in the same process', async () => {
    const { talk, release } = await busy();
    await expect(begin(talk.concierge, talk, 'hello')).rejects.toMatchObject({ code: 'conflict' });
    await release();
    expect((await talk.say('hello')).error).toBeNull();
  });

  it('is refused as a conflict by another instance while an effect runs', async () => {
    const { talk, release } = await busy();
    await expect(begin(talk.instance(), talk, 'hello')).rejects.toMatchObject({ code: 'conflict' });
    await release();
  });

  it('at another instance wins or loses whole when neither runs an effect', async () => {
    const talk = await stage.startTalk();
    await talk.say('add a server');
    const turns = await Promise.all([
      begin(talk.concierge, talk, stage.servers.url('open')),
      begin(talk.instance(), talk, stage.servers.url('legacy')),
    ]);
    const results = await Promise.all(turns.map(framesOf));
    const last = results.map((frames) => frames.at(-1)!);
    expect(last.map(({ event }) => event).sort()).toEqual(['agent_error', 'agent_finish']);
    expect(last.find(({ event }) => event === 'agent_error')?.data).toMatchObject({ type: 'conflict' });
    const winner = results.findIndex((frames) => frames.at(-1)!.event === 'agent_finish');
    const url = stage.servers.url(winner === 0 ? 'open' : 'legacy');
    expect((await talk.view()).slots.base_url).toBe(url);
  });

  it('of a conversation that has only just begun is refused too', async () => {
    const talk = await stage.startTalk();
    const { sandbox_id } = talk;
    const input = { kind: 'message' as const, text: 'hello' };
    const fresh = { sandbox_id, input, signal: new AbortController().signal };
    const turn = await talk.concierge.beginTurn(talk.caller, fresh);
    const second = { ...fresh, session_id: turn.session_id };
    await expect(talk.concierge.beginTurn(talk.caller, second)).rejects.toMatchObject({ code: 'conflict' });
    await framesOf(turn);
  });
});

describe('a store that fails in the middle of a turn', () => {
  it('ends it with one constant sentence and leaves the conversation as it was', async () => {
    const { wrap, breakWhen, secret } = breakable();
    const talk = await stage.startTalk({ store: wrap });
    await upToConfirmation(talk);
    const before = await talk.view();
    breakWhen(() => true);
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
      expect((await talk.say('yes')).error).toMatchObject({ type: 'unavailable' });
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

describe('a conversation of an unknown schema', () => {
  const second = () => `add ${stage.servers.url('open')}, no auth, name it Second`;
  it('starts over, says so, and registers anew what it registers', async () => {
    const talk = await stage.startTalk();
    await upToConfirmation(talk);
    await talk.say('yes');
    await talk.say(second());
    const key = keys.session(talk.caller.user_id, talk.sandbox_id, talk.session());
    const { value } = (await talk.store.get<object>(key))!;
    const { flow_count: _, ...old } = value as { flow_count: number };
    await talk.store.commit([{ key, value: { ...old, schema: 0 } }]);
    const { text, state } = await talk.say('hello');
    expect(text).toMatch(/starts over/);
    expect(state).toMatchObject({ flow: null, awaiting: null, interrupted: [] });
    await talk.say(second());
    await talk.say('yes');
    expect((await talk.sources()).map(({ name }) => name)).toEqual(['Docs', 'Second']);
    expect((await talk.view()).transcript.length).toBeGreaterThan(5);
  });
});
