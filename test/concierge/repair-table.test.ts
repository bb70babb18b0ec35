import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/concierge/commands.ts';
import type { FlowState } from '../../src/concierge/events.ts';
import type { Interpreter } from '../../src/concierge/interpreter.ts';
import { prompts } from '../../src/concierge/prompts.gen.ts';
import { type PromptKey, say } from '../../src/concierge/reply.ts';
import { openStage, type Stage, type Talk } from './driver.ts';
import { type WaitingState, waitAt, waitingStates } from './waiting-states.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const shape = ({ flow, awaiting, slots, secret_input, options }: FlowState) => ({
  flow,
  awaiting,
  slots,
  secret_input,
  options,
});
const question = async (talk: Talk): Promise<string> => (await talk.propose({ command: 'repeat' })).text;
/** What a prompt says up to its first value. */
const opening = (key: PromptKey): string => prompts[key].split('{')[0]!.trim();
/** What is said of the question of a state: its own words in that flow, when there are any. */
const ofState = (kind: 'help' | 'rephrase', { name, flow, awaiting }: WaitingState): string => {
  const own = `${kind}.${name.endsWith('in doubt') ? 'doubt' : `${flow}.${awaiting}`}`;
  return opening((own in prompts ? own : `${kind}.${awaiting}`) as PromptKey);
};
/** Fails at one message, as a fault of ours does; the rest is for the interpreter behind it. */
const faulty = (offline: Interpreter): Interpreter => ({
  interpret(message) {
    if (message.text.includes('this one fails')) throw new Error('a fault of ours');
    return offline.interpret(message);
  },
});

/** Interludes: what is answered in between and leaves everything as it was, the question asked again. */
const interludes: [row: string, commands: Command[], says: (state: WaitingState) => string][] = [
  ['a question in between', [{ command: 'list_sandboxes' }], () => 'Your sandboxes:'],
  ['help', [{ command: 'help' }], (state) => ofState('help', state)],
  ['why?', [{ command: 'why' }], (state) => ofState('help', state)],
  ['what is not understood', [{ command: 'unclear' }], (state) => ofState('rephrase', state)],
  ['and not understood again', [{ command: 'unclear' }], () => 'This is what I can do:'],
  ['small talk', [{ command: 'out_of_scope', kind: 'chitchat' }], () => prompts['talk.chitchat']],
  ['out of scope', [{ command: 'out_of_scope', kind: 'not_supported' }], () => prompts['talk.not_supported']],
  [
    'something destructive',
    [{ command: 'out_of_scope', kind: 'destructive' }],
    () => prompts['talk.destructive'],
  ],
  [
    'the deletion of a sandbox',
    [{ command: 'out_of_scope', kind: 'destructive', sandbox: 'default' }],
    () => 'npx concierge sandbox delete sb_',
  ],
  ['a greeting', [{ command: 'greet' }], () => prompts['talk.greeting_midway']],
  ['thanks', [{ command: 'thanks' }], () => prompts['talk.thanks']],
];

/** A registration that was shown whole is asked for in one line. */
const askedAgain = (asked: string, { flow, awaiting, slots }: FlowState): string =>
  flow === 'register' && awaiting === 'confirmation'
    ? say('ask.register.again', {
        name: slots.name ?? '',
        base_url: slots.base_url ?? '',
        sandbox: slots.sandbox ?? '',
      })
    : asked;

describe.each(waitingStates)('while it waits: $name', (state) => {
  let kept: Talk;
  let before: FlowState;
  let asked: string;
  beforeAll(async () => {
    kept = await waitAt(stage, state, { interpreter: faulty });
    asked = await question(kept);
    before = await kept.view();
  });

  const unchanged = async () => expect(shape(await kept.view())).toEqual(shape(before));

  it.each(interludes)('%s is answered, and the question is asked again, once', async (_, commands, says) => {
    const { text } = await kept.propose(...commands);
    const again = askedAgain(asked, before);
    expect(text).toContain(says(state));
    expect(text.endsWith(again)).toBe(true);
    expect(text.split(again)).toHaveLength(2);
    await unchanged();
  });

  it('a repeat is the question and nothing else', async () => {
    expect(asked).not.toBe('');
    expect(await question(kept)).toBe(asked);
    await unchanged();
  });

  it('a goodbye says that it can be gone on with, and asks nothing', async () => {
    const { text } = await kept.propose({ command: 'bye' });
    expect(text).toMatch(/^Goodbye/);
    await unchanged();
  });

  it('an empty message, one that is too long and an old button are refused', async () => {
    for (const text of [' ', 'x'.repeat(4001)])
      await expect(kept.say(text)).rejects.toMatchObject({ code: 'validation' });
    await expect(kept.reply('source:nope')).rejects.toMatchObject({ code: 'conflict' });
    await expect(kept.reply('confirm', 0)).rejects.toMatchObject({ code: 'conflict' });
    await unchanged();
  });

  it('a fault of ours is one honest sentence, and nothing has changed', async () => {
    const { error } = await kept.say('list my sources, this one fails');
    expect(error).toMatchObject({ type: 'internal' });
    expect(error?.message).toContain('report `rn_');
    await unchanged();
  });

  it('a skip takes what is offered, or says why it cannot', async () => {
    const talk = await waitAt(stage, state);
    const { text, state: after } = await talk.propose({ command: 'skip' });
    const offers = state.flow === 'register' && ['name', 'sandbox'].includes(state.awaiting);
    if (offers) expect(after.awaiting).not.toBe(state.awaiting);
    else expect(after.awaiting).toBe(state.awaiting);
    if (!offers) expect(text).toMatch(/cannot (?:be )?skip|nothing to skip/);
  });

  it('back goes to the question before, or says that there is none', async () => {
    const talk = await waitAt(stage, state);
    const { text, state: after } = await talk.propose({ command: 'back' });
    const moved = after.awaiting !== state.awaiting;
    if (!moved) expect(text).toMatch(/first question|nothing to go back to/);
    expect(after.awaiting).not.toBeNull();
    expect(text.trim().endsWith(await question(talk))).toBe(true);
  });

  it('cancel stops it, says what, and leaves no credential behind', async () => {
    const talk = await waitAt(stage, state);
    const { text, state: after } = await talk.propose({ command: 'cancel' });
    expect(after).toMatchObject({ flow: null, awaiting: null, interrupted: [] });
    expect(text).toMatch(/^Stopped |stays registered|^All right, I left it alone/);
    expect(await talk.staged()).toBe(0);
  });

  it('another flow parks it, and after that one it goes on where it was', async () => {
    const talk = await waitAt(stage, state);
    const own = shape(await talk.view());
    const other: Command = { command: 'revoke', source: 'Beta' };
    const parked = await talk.propose(other);
    expect(parked.state).toMatchObject({ flow: 'revoke', awaiting: 'confirmation' });
    const after = await talk.reply('deny');
    // A request in place of "which one?" is another request.
    if (state.flow === null && state.awaiting !== 'resume') return expect(after.state.awaiting).toBeNull();
    // Asked which one, the name of one is the answer.
    if (state.flow === 'revoke' && state.awaiting === 'source') return expect(after.state.flow).toBeNull();
    expect(after.text).toMatch(/Back to .+\?$/);
    if (state.awaiting === 'resume') return expect(after.state.awaiting).toBe('resume');
    const back = await talk.reply('resume');
    expect(shape(back.state)).toEqual(own);
    expect(back.text.endsWith(asked)).toBe(true);
  });

  it('half an hour later its slots are there, a staged credential is not, and that is said', async () => {
    const talk = await waitAt(stage, state);
    const held = await talk.staged();
    const own = (await talk.view()).slots;
    stage.pass(31 * 60_000);
    const { text, state: after } = await talk.propose({ command: 'repeat' });
    const { has_credential: _, ...slots } = own;
    expect(after.slots).toMatchObject(slots);
    expect(await talk.staged()).toBe(0);
    expect(text.includes('was not used for 30 minutes')).toBe(held > 0);
    expect(after.awaiting).not.toBeNull();
  });

  it('a new start drops everything that was open', async () => {
    const talk = await waitAt(stage, state);
    const { state: after, text } = await talk.propose({ command: 'restart' });
    expect(after).toMatchObject({ flow: null, awaiting: null, interrupted: [] });
    expect(text).toContain('start over');
    expect(await talk.staged()).toBe(0);
  });
});
