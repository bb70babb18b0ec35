import { afterAll, beforeAll, expect, it } from 'vitest';
import { updateAgent } from '../../src/agents/update.ts';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Books is registered; `support` may call all of it, `sales` its search alone. */
const withTwoAgents = async (): Promise<Talk> => {
  const talk = await stage.startTalk({ agents: ['support', 'sales'] });
  await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it Books`, 'yes');
  const { sandbox_id, caller, store, deps } = talk;
  const only = { sandbox_id, slug: 'sales', tool_allowlist: ['books__search_docs'] };
  await updateAgent({ store, now: deps.now, default_model: 'any' }, caller, only);
  return talk;
};

it.each([
  [
    'which agents can call books__search_docs?',
    /^`sales` and `support` can call `books__search_docs` of Books now\.$/,
  ],
  [
    'who can use the get_page tool',
    /^`support` can call `books__get_page` of Books now\..+outside the allowlist of `sales`/s,
  ],
  [
    'which one has the search docs tool?',
    /^`sales` and `support` can call `books__search_docs` of Books now\.$/,
  ],
  ['who can use the books tool', /can call tools of Books now\.$/],
  ['who sees books__nothing', /^There is no tool `books__nothing` among those that can be called/],
  ['who sees books?', /^`sales` and `support` can call tools of Books now\.$/],
])('"%s" is about that one tool', async (said, answer) => {
  const talk = await withTwoAgents();
  expect((await talk.say(said)).text).toMatch(answer);
});

it.each(['which agents can call run_query?', "why can't support call run_query?"])(
  '"%s" names the sandbox that has it',
  async (said) => {
    const talk = await stage.startTalk({ agents: ['support'], sandboxes: ['staging'] });
    await sayAll(talk, `add ${stage.servers.url('legacy')}, no auth, name it Desk, in staging`, 'yes');
    const { text } = await talk.say(said);
    expect(text).toContain('`desk__run_query` is a tool of Desk in `staging`');
    expect(text).toContain('`copy Desk to default`');
    expect((await talk.say('copy Desk to default')).text).toContain('The same as Desk of `staging`');
  },
);

it('says once what holds for every agent', async () => {
  const talk = await withTwoAgents();
  await talk.say('pause books');
  const { text } = await talk.say('who can call books__search_docs');
  expect(text.match(/which is paused/g)).toHaveLength(1);
});

it('names the agent that is to be created in the command that creates it', async () => {
  const talk = await withTwoAgents();
  expect((await talk.say('create an agent called billing')).text).toContain(
    '`npx concierge agent create billing`',
  );
  expect((await talk.say('please make a billing agent')).text).toContain('agent create billing`');
  for (const said of ['create an agent', 'make me another agent'])
    expect((await talk.say(said)).text).toContain('`npx concierge agent create support`');
});

it('tells of a source in the same sandbox that has the same URL', async () => {
  const talk = await stage.startTalk({ sandboxes: ['staging'] });
  const url = stage.servers.url('open');
  await sayAll(talk, `add ${url}, no auth, name it Books, in default`, 'yes');
  const note = 'Books in this sandbox has this URL already';
  expect((await talk.say(`add ${url}, no auth, name it Twin, in default`)).text).toContain(note);
  expect((await talk.say('put it in staging')).text).not.toContain(note);
});

it.each([
  'does your language model see it?',
  'will the model ever read my token',
  'does Claude get the key?',
])('"%s" is answered by what becomes of a credential', async (said) => {
  const talk = await stage.startTalk();
  await sayAll(talk, `add ${stage.servers.url('bearer')}`, 'bearer');
  expect((await talk.say(said)).text).toContain('No language model, log or transcript sees it');
});

it.each(['keep the old one', 'leave it as it is'])('"%s" is no new label', async (said) => {
  const talk = await withTwoAgents();
  expect((await talk.say('rename books')).state).toMatchObject({ flow: 'update', awaiting: 'name' });
  await talk.say(said);
  expect((await talk.sources()).map(({ name }) => name)).toEqual(['Books']);
});

it('a question about another source is no other spelling of the label', async () => {
  const talk = await withTwoAgents();
  await talk.say(`add ${stage.servers.url('legacy')}, no auth, name it Orders`);
  expect((await talk.say('and orders?')).state.slots.name).toBe('Orders');
});
