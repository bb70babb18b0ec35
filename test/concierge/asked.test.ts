import { afterAll, beforeAll, expect, it } from 'vitest';
import { updateAgent } from '../../src/agents/update.ts';
import { openStage, type Stage, sayAll, type Talk, withSources } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

it.each([
  'how many calls may it take?',
  'how many calls a minute is it allowed?',
  "what's its limit?",
  'how often can it be called?',
  'is it rate limited?',
  'is Docs limited?',
  "what's the limit?",
])('"%s" is answered by the cap of the source spoken of', async (said) => {
  const talk = await withSources(stage, 'Shop', 'Docs');
  await talk.say('cap Docs at 7');
  expect((await talk.say(said)).text).toContain('Rate: at most 7 calls a minute');
});

it.each(['pause Docs for an hour', 'pause Docs until Monday', 'pause Docs'])(
  'after "%s" it is said that nothing resumes it by itself',
  async (said) => {
    const talk = await withSources(stage, 'Docs');
    expect((await talk.say(said)).text).toContain('It stays so, however long, until you say');
  },
);

it('the tools of a source that was renamed are those that are asked for', async () => {
  const talk = await withSources(stage, 'Docs', 'Shop');
  await talk.say('rename Shop to Tickets');
  expect((await talk.say('what are they called now?')).text).toContain('tickets__get_page');
});

it('a source that was the answer is spoken of', async () => {
  const talk = await stage.startTalk({ agents: ['support'] });
  await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it Docs`, 'yes');
  await sayAll(talk, `add ${stage.servers.url('legacy')}, no auth, name it Desk`, 'yes');
  for (const said of ['which source has get_page?', 'where does get_page come from?']) {
    await sayAll(talk, 'show Desk', said);
    expect((await talk.say('what is its url?')).text).toContain('Docs in');
  }
});

/** Two servers offer the same tools, and one of them is paused. */
const withTwins = async (): Promise<Talk> => {
  const talk = await stage.startTalk({ agents: ['support', 'sales'] });
  for (const name of ['Docs', 'Wiki'])
    await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it ${name}`, 'yes');
  await talk.say('pause Wiki');
  return talk;
};

it.each(['which agents have get_page?', 'which source has get_page?', 'who can call the get page tool?'])(
  '"%s" is answered for every source that has such a tool',
  async (said) => {
    const { text } = await (await withTwins()).say(said);
    expect(text).toContain('`sales` and `support` can call `docs__get_page` of Docs now.');
    expect(text).toContain('`wiki__get_page` belongs to Wiki, which is paused');
  },
);

it.each(['what are the tools we have?', 'which tools are there', 'list tools', 'what can my agents call?'])(
  '"%s" is answered for the sandbox, whatever agents there are',
  async (said) => {
    const talk = await withTwins();
    const heard = await talk.say(said);
    expect(heard.state.awaiting).toBeNull();
    expect(heard.text).toContain('can call 3 tools right now');
    expect(heard.text).not.toContain('allowlist');
    const only = { sandbox_id: talk.sandbox_id, slug: 'sales', tool_allowlist: ['docs__get_page'] };
    await updateAgent({ store: talk.store, now: talk.deps.now, default_model: 'any' }, talk.caller, only);
    expect((await talk.say(said)).text).toContain('Ask `what tools does sales have?`');
  },
);

it('asks which agent is meant by "my agent"', async () => {
  const talk = await withTwins();
  expect((await talk.say('what tools does my agent have?')).state.awaiting).toBe('agent');
});

it.each([
  'rename Docs to Library?',
  'shall we rename Docs to Library?',
  'shall we pause Docs',
  'pause Docs?',
  'cap Docs at 5?',
  'limit Docs to get_page?',
  'how do I pause Docs?',
])('"%s" is asked about before it is done', async (said) => {
  const talk = await withSources(stage, 'Docs');
  const before = await talk.sources();
  expect((await talk.say(said)).state.awaiting).toBe('reading');
  expect(await talk.sources()).toEqual(before);
  await talk.say('1');
  expect(await talk.sources()).not.toEqual(before);
});

it.each([
  'can you rename Docs to Library?',
  'could you please pause Docs?',
  'pause Docs please?',
  'please cap Docs at 5?',
  'will someone pause Docs please?',
])('"%s" is a request', async (said) => {
  const talk = await withSources(stage, 'Docs');
  const before = await talk.sources();
  expect((await talk.say(said)).state.awaiting).toBeNull();
  expect(await talk.sources()).not.toEqual(before);
});

it.each([
  'Do the bots see a new server straight away, or must I restart them?',
  'when do agents see a new source?',
  'do I need to restart my agents?',
])('"%s" is told when a change counts', async (said) => {
  expect((await (await withSources(stage, 'Docs')).say(said)).text).toContain('from its next request on');
});
