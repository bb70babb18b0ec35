import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Concierge, Turn, TurnEvent } from '../../src/concierge/events.ts';
import type { Interpreter } from '../../src/concierge/interpreter.ts';
import { keys } from '../../src/store/keys.ts';
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

  it('give a message back without its secret, before it is understood, when that is asked for', async () => {
    const secret = 'q9Zr4tK1vXw8Lm2Np6Bs3Yd7';
    let understood = 0;
    const interpreter = (offline: Interpreter): Interpreter => ({
      interpret: (message) => {
        understood++;
        return offline.interpret(message);
      },
    });
    const talk = await stage.startTalk({ interpreter });
    const text = `add https://mcp.acme.com/mcp with bearer token ${secret}`;
    await talk.say('hello');
    const asked = { ...request(talk, text), input: { kind: 'message' as const, text, echo: true } };
    const seen: [TurnEvent, number][] = [];
    for await (const frame of (await talk.concierge.beginTurn(talk.caller, asked)).events)
      seen.push([frame, understood]);
    const given = { event: 'user_message', data: { text: text.replace(secret, '[credential]') } };
    expect(seen[1]).toEqual([given, 1]);
    expect(seen.at(-1)![1]).toBe(2);
    expect((await talk.say('cancel')).names).not.toContain('user_message');
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

  it('is refused as a conflict by another instance when neither runs an effect', async () => {
    const talk = await stage.startTalk();
    await talk.say('add a server');
    const first = await begin(talk.concierge, talk, stage.servers.url('open'));
    await expect(begin(talk.instance(), talk, 'hello')).rejects.toMatchObject({ code: 'conflict' });
    expect((await framesOf(first)).at(-1)!.event).toBe('agent_finish');
    expect((await talk.view()).slots.base_url).toBe(stage.servers.url('open'));
    const next = await begin(talk.instance(), talk, 'hello');
    expect((await framesOf(next)).at(-1)!.event).toBe('agent_finish');
  });

  it('after the first has lost the conversation to it leaves that one without effect', async () => {
    const talk = await stage.startTalk();
    await upToConfirmation(talk);
    const turn = await begin(talk.concierge, talk, 'yes');
    const lock = { key: keys.turnLock(talk.caller.user_id, talk.session()), value: 'another turn' };
    await talk.store.commit([lock]);
    const last = (await framesOf(turn)).at(-1);
    expect(last).toMatchObject({ event: 'agent_error', data: { type: 'conflict' } });
    expect(await talk.sources()).toEqual([]);
    expect(await talk.view()).toMatchObject({ awaiting: 'confirmation', version: 1 });
    expect((await talk.store.get(lock.key))?.value).toBe('another turn');
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

describe('a request that cannot be done as it stands', () => {
  it('is answered with the reason, and its new conversation goes on', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('open')}, no auth, name it Docs`);
    await talk.say('yes');
    const { session_id: _, ...fresh } = request(talk, 'set the rate cap of Docs to 100000');
    const turn = await talk.concierge.beginTurn(talk.caller, fresh);
    const names = (await framesOf(turn)).map(({ event }) => event);
    expect(names).toContain('flow_state');
    expect(names).not.toContain('agent_error');
    const view = await talk.concierge.getSession(talk.caller, talk.sandbox_id, turn.session_id);
    expect(view.transcript.at(-1)?.text).toMatch(/600/);
  });
});
