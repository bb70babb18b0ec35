import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ModelStage, openModelStage, proposes, reads, says, textsOf } from './setting.ts';

let stage: ModelStage;
beforeAll(async () => {
  stage = await openModelStage();
});
afterAll(() => stage.close());

describe('what the model proposes', () => {
  it('is carried out by the machines, and its tokens are counted', async () => {
    const talk = await stage.startTalk();
    const url = stage.servers.url('open');
    stage.api.script(proposes({ command: 'register', base_url: url, auth_kind: 'none', name: 'docs' }));
    const heard = await talk.say(`Grüß Gott, ${url} soll dazu, ohne Auth (none), als docs`);
    expect(heard.state).toMatchObject({
      flow: 'register',
      awaiting: 'confirmation',
      slots: { base_url: url, auth_kind: 'none', name: 'docs' },
    });
    expect(heard.usage).toEqual({ tokens_in: 10, tokens_out: 5 });
    expect(talk.logged).toEqual([]);
  });

  it('may be several commands, in their order', async () => {
    const talk = await stage.startTalk();
    stage.api.script(proposes({ command: 'greet' }, { command: 'list_sources' }, { command: 'list_agents' }));
    const { text, tools } = await talk.say('moin, was gibt es hier alles?');
    expect(tools).toEqual(['list_sources', 'list_agents']);
    expect(text).toMatch(/^Hello\.[\s\S]*No MCP server[\s\S]*no agent/);
  });

  it('may stand behind its thoughts and its words', async () => {
    const talk = await stage.startTalk();
    const call = { tool: 'propose_commands', input: { commands: [{ command: 'list_sandboxes' }] } };
    stage.api.script(says({ thinking: 'Which sandboxes?' }, { text: 'Let me see.' }, call));
    const { text, tools } = await talk.say('in welchen Umgebungen bin ich unterwegs');
    expect(tools).toEqual(['list_sandboxes']);
    expect(text).not.toContain('Let me see');
  });
});

describe('an open question', () => {
  it('is answered in prose from what was read, and the readings are shown', async () => {
    const talk = await stage.startTalk();
    stage.api.script(
      proposes({ command: 'register', base_url: stage.servers.url('open'), auth_kind: 'none', name: 'Docs' }),
      proposes({ command: 'affirm' }),
    );
    await talk.say(`add ${stage.servers.url('open')}, none, Docs`);
    await talk.say('yes');
    stage.api.script(
      reads('list_agent_tools'),
      proposes({ command: 'answer', text: 'Only `Docs` can: its tool `docs__search_docs` finds pages.' }),
    );
    const heard = await talk.say('which of my servers can look up things?');
    expect(heard.tools).toEqual(['list_agent_tools']);
    expect(heard.text).toBe('Only `Docs` can: its tool `docs__search_docs` finds pages.');
    expect(heard.usage).toEqual({ tokens_in: 20, tokens_out: 10 });
  });

  it('may be about another sandbox, and what fails is read as a sentence', async () => {
    const talk = await stage.startTalk({ sandboxes: ['prod'] });
    stage.api.script(
      reads('list_sources', { sandbox: 'prod' }),
      reads('list_sources', { sandbox: 'nowhere' }),
      reads('get_agent', { slug: 'x' }),
      reads('revoke_user_mcp_source', { source: 'Docs' }),
      proposes({ command: 'answer', text: '`prod` has 0 sources.' }),
    );
    const { text, tools } = await talk.say('compare this with prod');
    expect(text).toBe('`prod` has 0 sources.');
    expect(tools).toEqual(['list_sources', 'list_sources']);
    expect(stage.api.requests.slice(2).map((request) => textsOf(request)[0])).toEqual([
      'There is no such sandbox.',
      'The tool does not take these arguments.',
      'There is no such tool.',
    ]);
  });

  it('keeps the question that was open, which is asked again behind the answer', async () => {
    const talk = await stage.startTalk();
    stage.api.script(
      proposes({ command: 'register' }),
      reads('list_sources'),
      proposes({ command: 'answer', text: 'There is no source yet.' }),
    );
    await talk.say('neuer Server');
    const { text, state } = await talk.say('was gibt es denn schon?');
    expect(text).toMatch(/^There is no source yet\.\n\n/);
    expect(state).toMatchObject({ flow: 'register', awaiting: 'base_url' });
  });

  it('that no result answers as the model says goes back once, then is answered offline', async () => {
    const talk = await stage.startTalk();
    stage.api.script(
      reads('list_sources'),
      proposes({ command: 'answer', text: '`Stripe` has 7 tools.' }),
      says({ text: 'Stripe has 7 tools.' }),
    );
    const { text, tools } = await talk.say('show my sources');
    expect(text).not.toContain('Stripe');
    expect(tools).toEqual(['list_sources', 'list_sources']);
    expect(textsOf(stage.api.requests[2]!)[0]).toContain('`Stripe`, which no result has');
  });
});
