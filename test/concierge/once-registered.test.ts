import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, sayAll } from './driver.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('what a server may do, said while it is registered', () => {
  it.each([
    ['and only allow search_docs', '`limit Docs to search_docs`'],
    [', only search_docs', '`limit Docs to search_docs`'],
    ['and let it only call search_docs', '`limit Docs to search_docs`'],
    ['and limit it to search_docs and get_page', '`limit Docs to search_docs and get_page`'],
    ['with a cap of 10', '`cap Docs at 10`'],
    ['capped at 10', '`cap Docs at 10`'],
    ['max 10 calls a minute', '`cap Docs at 10`'],
    ['and cap it at 10 per minute', '`cap Docs at 10`'],
    ['. Cap Docs at 10', '`cap Docs at 10`'],
  ])('"called Docs %s" is no part of its label, and the sentence for later is %s', async (said, later) => {
    const talk = await stage.startTalk();
    await sayAll(talk, `add ${stage.servers.url('modern')}, no auth, name it Weather`, 'yes');
    const { state, text, tools } = await talk.say(
      `add ${stage.servers.url('open')}, no auth, called Docs ${said}`,
    );
    expect(state).toMatchObject({ awaiting: 'confirmation', slots: { name: 'Docs' } });
    expect(text).toContain(later);
    expect(tools).toEqual([]);
    await talk.say('yes');
    expect((await talk.say(later.replaceAll('`', ''))).tools).toEqual(['update_source']);
    expect((await talk.source('Weather'))?.allowed_tools).toBeNull();
    expect((await talk.source('Weather'))?.rate_cap_per_minute).toBe(60);
  });

  it('is told beside the label that answers the question for it', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('open')}, no auth`);
    const { state, text } = await talk.say('Docs and only allow search_docs');
    expect(state.slots.name).toBe('Docs');
    expect(text).toContain('`limit Docs to search_docs`');
  });

  it('is done at once behind the yes that registers it', async () => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('open')}, no auth, called Docs`);
    const { tools } = await talk.say('yes, and cap it at 10');
    expect(tools).toEqual(['add_user_mcp_source', 'update_source']);
    expect((await talk.source('Docs'))?.rate_cap_per_minute).toBe(10);
  });

  it.each(['Max 10', 'Allow and Deny', 'Cap 10'])('"%s" is a label', async (name) => {
    const talk = await stage.startTalk();
    await talk.say(`add ${stage.servers.url('open')}, no auth`);
    expect((await talk.say(name)).state.slots).toMatchObject({ name });
  });
});
