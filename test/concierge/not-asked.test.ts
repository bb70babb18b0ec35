import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStage, type Stage, sayAll, type Talk } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const withThree = async (): Promise<Talk> => {
  const talk = await stage.startTalk();
  for (const [server, name] of [
    ['open', 'Team wiki'],
    ['legacy', 'Orders'],
    ['modern', 'Weather'],
  ] as const)
    await sayAll(talk, `add ${stage.servers.url(server)}, no auth, name it ${name}`, 'yes');
  return talk;
};
const pausedOf = async (talk: Talk): Promise<string[]> =>
  (await talk.sources()).filter(({ status }) => status === 'paused').map(({ name }) => name);

it.each([
  'pause everything but wiki',
  'pause everything except the team wiki',
  'pause all servers other than wiki',
  'pause everything, but not wiki',
  'pause all of them, just not the wiki',
  'pause everything but keep wiki',
  'pause orders and weather but not wiki',
  'pause orders and weather and not wiki',
])('"%s" leaves that one as it is', async (said) => {
  const talk = await withThree();
  await talk.say(said);
  expect(await pausedOf(talk)).toEqual(['Orders', 'Weather']);
});

it.each([
  'pause everything except foobar',
  'pause everything but foobar',
  'pause everything but the last one',
  'keep wiki but pause everything else',
  'pause all others',
])('"%s" does nothing, as nobody knows what it leaves out', async (said) => {
  const talk = await withThree();
  await talk.say(said);
  expect(await pausedOf(talk)).toEqual([]);
});

it('revokes none that is left out', async () => {
  const talk = await withThree();
  expect((await talk.say('revoke everything but wiki')).text).toContain('Revoking Orders');
  expect((await talk.say('yes')).text).toContain('Revoking Weather');
  await talk.say('yes');
  const left = (await talk.sources()).filter(({ status }) => status === 'active');
  expect(left.map(({ name }) => name)).toEqual(['Team wiki']);
});

it.each([
  'wiki is limited to 10 calls per minute',
  'wiki should not be limited to 10 calls',
  'orders accepts 10 calls per minute',
  'our plan allows 10 calls per minute on wiki',
  'we call weather Climate internally',
  'weather is called Climate by our team',
  'weather only offers forecast',
  'orders is on hold',
  'weather will be shut down next month',
])('"%s" is told, and changes nothing', async (said) => {
  const talk = await withThree();
  const { tools } = await talk.say(said);
  expect(tools.filter((name) => name !== 'test_user_mcp_source' && name !== 'get_source')).toEqual([]);
});

it.each([
  'pause all servers that are failing',
  'pause every server that uses a bearer token',
  'pause everything that has weather tools',
  'revoke all unused servers',
  'limit all failing servers to 10 calls per minute',
  'rename everything to Nope',
])('"%s" does nothing to all of them', async (said) => {
  const talk = await withThree();
  const { tools } = await talk.say(said);
  expect(tools.filter((name) => name !== 'list_agent_tools' && name !== 'get_source')).toEqual([]);
});

it('a cap for all, or for several, is one for each of them', async () => {
  const talk = await withThree();
  const caps = async () => (await talk.sources()).map((source) => source.rate_cap_per_minute);
  await talk.say('limit all servers to 33 calls a minute');
  expect(await caps()).toEqual([33, 33, 33]);
  await talk.say('limit orders and weather to 20 calls a minute');
  expect(await caps()).toEqual([20, 33, 20]);
});

it.each([
  'if weather fails, pause it',
  'once orders is down, revoke it',
  'the pause of orders was a mistake',
])('"%s" does nothing now', async (said) => {
  const talk = await withThree();
  const { tools } = await talk.say(said);
  expect(tools.filter((name) => name !== 'get_source')).toEqual([]);
});

it('a request while a new label is asked for is no label', async () => {
  const talk = await withThree();
  await talk.say('rename orders');
  await talk.say('pause everything');
  await talk.say('limit everything to 20 calls a minute');
  await talk.say('lower it');
  expect((await talk.sources()).map(({ name }) => name)).toEqual(['Orders', 'Team wiki', 'Weather']);
});

it.each([
  'notify me when wiki fails',
  'test weather every hour',
  'pause wiki at 5pm',
  'remind me to pause the wiki',
  'rename orders to Desk on monday',
  'pause weather tomorrow',
])('"%s" is for later, which is said, and done is nothing', async (said) => {
  const talk = await withThree();
  const { text, tools } = await talk.say(said);
  expect(text).toContain('nothing at a later time');
  expect(tools).toEqual([]);
});

it('an undo takes back all that one message did', async () => {
  const talk = await withThree();
  await talk.say('pause orders and weather');
  expect(await pausedOf(talk)).toEqual(['Orders', 'Weather']);
  await talk.say('undo');
  expect(await pausedOf(talk)).toEqual([]);
  await sayAll(talk, 'pause orders', 'pause weather', 'undo');
  expect(await pausedOf(talk)).toEqual(['Orders']);
});

it('what is asked of all sandboxes is answered for each', async () => {
  const talk = await stage.startTalk({ sandboxes: ['staging'] });
  await sayAll(talk, `add ${stage.servers.url('open')}, no auth, name it Wiki, in staging`, 'yes');
  const { text } = await talk.say('list all servers in all sandboxes');
  expect(text).toMatch(/registered in `default`.+source in `staging`:.+Wiki/s);
});

it('a request that is corrected keeps the server it was for', async () => {
  const talk = await withThree();
  await talk.say('revoke orders, I mean pause');
  expect(await pausedOf(talk)).toEqual(['Orders']);
});
