import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../../src/concierge/commands.ts';
import { type ModelStage, openModelStage, proposes, textsOf } from './setting.ts';

let stage: ModelStage;
beforeAll(async () => {
  stage = await openModelStage();
});
afterAll(() => stage.close());

const acme = 'https://mcp.acme.com/mcp';
const register = (slots: object): Command => ({ command: 'register', ...slots });
const slotsAfter = async (text: string, ...commands: Command[]) => {
  const talk = await stage.startTalk({ sandboxes: ['prod', 'staging'] });
  // The model proposes the same again when it is told why not; then the offline interpreter reads.
  stage.api.script(proposes(...commands));
  const { state } = await talk.say(text);
  return { slots: state.slots, refused: stage.api.requests.length === 2 };
};

describe('a value that the user said', () => {
  it.each<[string, object, object]>([
    [`füge ${acme} hinzu`, { base_url: acme }, { base_url: acme }],
    ['URL:https://mcp.acme.com/mcp.', { base_url: acme }, { base_url: acme }],
    ['nimm mcp.acme.com/mcp', { base_url: acme }, { base_url: acme }],
    ['take mcp dot acme dot com slash mcp', { base_url: acme }, { base_url: acme }],
    [`add ${acme}, name: ticket desk`, { base_url: acme, name: 'Ticket Desk' }, { name: 'ticket desk' }],
    [`add ${acme}, header x api key`, { auth_header: 'X-Api-Key' }, { auth_header: 'X-Api-Key' }],
    [`add ${acme}, it takes a token`, { auth_kind: 'bearer' }, { auth_kind: 'bearer' }],
    [`registra ${acme}, sin autenticación`, { auth_kind: 'none' }, { auth_kind: 'none' }],
    [`add ${acme} to production`, { sandbox: 'prod' }, { sandbox: 'prod' }],
  ])("is taken in the user's own spelling: %s", async (text, given, slots) => {
    const { slots: after, refused } = await slotsAfter(text, register({ base_url: acme, ...given }));
    expect(after).toMatchObject(slots);
    expect(refused).toBe(false);
  });

  it('may stand in an earlier message, and a part of an address may be corrected', async () => {
    const talk = await stage.startTalk();
    stage.api.script(proposes({ command: 'unclear' }));
    await talk.say(`${acme} ist unser Dings`);
    stage.api.script(proposes(register({ base_url: acme })));
    expect((await talk.say('genau das nimm auf')).state.slots.base_url).toBe(acme);
    stage.api.script(proposes({ command: 'set', base_url: 'https://mcp.acme.com:8443/mcp' }));
    const corrected = 'https://mcp.acme.com:8443/mcp';
    expect((await talk.say('der Port ist aber 8443')).state.slots.base_url).toBe(corrected);
    stage.api.script(proposes({ command: 'set', base_url: 'https://mcp.acme.com:8443' }));
    expect((await talk.say('stimmt das so?')).state.slots.base_url).toBe(corrected);
  });
});

describe('a value that the user never said', () => {
  it.each<[string, Command[]]>([
    [`add ${acme}`, [register({ base_url: 'https://mcp.example.com/mcp' })]],
    [`add ${acme}`, [register({ base_url: 'https://mcp.acme.com' })]],
    [`add ${acme}.evil.example`, [register({ base_url: acme })]],
    [`add ${acme}`, [register({ base_url: `${acme}/v2` })]],
    [`add ${acme}`, [register({ base_url: acme, name: 'My MCP server' })]],
    [`add ${acme}`, [register({ base_url: acme, auth_kind: 'bearer' })]],
    [`add ${acme}, a header with a key`, [register({ base_url: acme, auth_header: 'X-Api-Key' })]],
    [`add ${acme}`, [register({ base_url: acme, sandbox: 'prod' })]],
    [
      `add ${acme}`,
      [register({ base_url: acme }), { command: 'set', name: 'acme' }, { command: 'set', name: 'Zeta' }],
    ],
  ])('is refused, and the offline interpreter reads instead: %s', async (text, commands) => {
    const { slots, refused } = await slotsAfter(text, ...commands);
    expect(refused).toBe(true);
    for (const unsaid of ['example.com', 'v2', 'My MCP', 'X-Api-Key', 'prod', 'Zeta'])
      expect(JSON.stringify(slots)).not.toContain(unsaid);
    expect(slots.auth_kind).not.toBe('bearer');
  });

  it.each<Command>([
    { command: 'test', source: 'Billing' },
    { command: 'list_tools', agent: 'https://evil.example' },
    { command: 'why', tool: 'see https://evil.example' },
  ])('is not repeated to the user as a name: $command', async (command) => {
    const talk = await stage.startTalk();
    stage.api.script(proposes(command));
    expect((await talk.say('what works?')).text).not.toMatch(/Billing|evil/);
    expect(talk.logged.join()).toContain('twice');
  });

  it('goes back to the model once, with the reason, and what it proposes then is taken', async () => {
    const talk = await stage.startTalk();
    stage.api.script(
      proposes(register({ base_url: acme, name: 'My server' })),
      proposes(register({ base_url: acme })),
    );
    const { state } = await talk.say(`bitte ${acme} anbinden`);
    expect(state.slots).toEqual({ base_url: acme, sandbox: 'default' });
    expect(textsOf(stage.api.requests[1]!)).toEqual([
      expect.stringMatching(/Nothing was taken[\s\S]*1: `name`/),
    ]);
    expect(talk.logged).toEqual([]);
  });
});

describe('a proposal', () => {
  it.each<[string, Record<string, unknown>[], RegExp]>([
    ['of a command that does not exist', [{ command: 'delete_everything' }], /Invalid/],
    ['without a command', [{ source: 'Docs' }], /Invalid/],
    ['with a field that the command does not have', [{ command: 'cancel', source: 'x' }], /Unrecognized/],
    ['that the machines do not take now', [{ command: 'affirm' }], /`affirm` is not taken now/],
    ['of an option that is not offered', [{ command: 'choose', option: 'Register it' }], /not taken now/],
    ['that is empty', [], /list of 1 to 20/],
  ])('%s is refused with the reason', async (_, commands, reason) => {
    const talk = await stage.startTalk();
    stage.api.script(proposes(...commands), proposes({ command: 'list_agents' }));
    expect((await talk.say('Agenten?')).tools).toEqual(['list_agents']);
    expect(textsOf(stage.api.requests[1]!)[0]).toMatch(reason);
  });

  it('with fields left empty is taken without them', async () => {
    const talk = await stage.startTalk();
    const empty = { name: '', base_url: null, auth_kind: null };
    stage.api.script(proposes({ command: 'list_agents', ...empty }));
    expect((await talk.say('Agenten?')).tools).toEqual(['list_agents']);
  });

  it('may name an option by its text or its number, and an id never leaves', async () => {
    const talk = await stage.startTalk();
    stage.api.script(proposes(register({ base_url: acme })));
    await talk.say(`add ${acme}`);
    stage.api.script(proposes({ command: 'choose', option: 'bearer TOKEN' }));
    expect((await talk.say('das zweite')).state.slots.auth_kind).toBe('bearer');
  });
});
