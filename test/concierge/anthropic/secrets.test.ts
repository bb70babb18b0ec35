import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuardedFetch } from '../../../src/concierge/anthropic/guarded-fetch.ts';
import { Credential } from '../../../src/domain/credential.ts';
import { type ModelStage, modelKey, openModelStage, proposes } from './setting.ts';

let stage: ModelStage;
beforeAll(async () => {
  stage = await openModelStage();
});
afterAll(() => stage.close());

const secret = 'T0k/en+of"acme-7781~x';
const hex = (text: string): string => Buffer.from(text).toString('hex');

const send = async (secrets: string[], text: string) => {
  stage.api.script({ says: [{ text: 'Hello.' }] });
  const guarded = createGuardedFetch(secrets.map((one) => new Credential(one)));
  const body = JSON.stringify({ messages: [{ role: 'user', content: text }] });
  const sent = await guarded.fetch(`${stage.api.url}/v1/messages`, { method: 'POST', body }).then(
    () => true,
    () => false,
  );
  return { sent, heldBack: guarded.heldBack(), requests: stage.api.requests.length };
};

describe('the last door', () => {
  it.each([
    ['as it is', secret],
    ['in Base64', btoa(`user:${secret}`)],
    ['in Base64 for URLs', Buffer.from(`a${secret}`).toString('base64url')],
    ['in an address', `https://acme.com/?k=${encodeURIComponent(secret)}`],
    ['in hexadecimal', hex(secret)],
    ['as JSON', JSON.stringify({ token: secret })],
    ['as JSON within JSON', JSON.stringify(JSON.stringify({ token: secret }))],
  ])('holds back a request with a secret %s', async (_, text) => {
    expect(await send([secret], `see ${text} there`)).toEqual({ sent: false, heldBack: true, requests: 0 });
  });

  it('holds back short secrets and keys of ours too', async () => {
    expect((await send(['abc'], 'xabcx')).sent).toBe(false);
    expect((await send([], 'use olk_0123456789abcdef0123')).sent).toBe(false);
  });

  it('lets everything else pass', async () => {
    expect(await send([secret], 'T0k/en and the rest')).toEqual({ sent: true, heldBack: false, requests: 1 });
  });
});

describe('in a conversation', () => {
  it('what redaction overlooked does not leave: the offline interpreter takes the turn', async () => {
    const talk = await stage.startTalk({ model: { secrets: [new Credential('swordfish')] } });
    stage.api.script(proposes({ command: 'list_agents' }));
    const { tools } = await talk.say('show my sources swordfish');
    expect([tools, stage.api.requests]).toEqual([['list_sources'], []]);
    expect(talk.logged.join()).toContain('held a secret');
    expect(talk.logged.join()).not.toContain('swordfish');
  });

  it('no credential reaches the model, however it came', async () => {
    const talk = await stage.startTalk();
    const token = 'glpat-Zx81kQ_mmTTb20aa';
    const url = stage.servers.url('bearer');
    stage.api.script(proposes({ command: 'register', base_url: url, auth_kind: 'bearer' }));
    await talk.say(`add ${url} with bearer token ${token}`);
    stage.api.script(proposes({ command: 'repeat' }));
    await talk.say(`hm, is ${token} right?`);
    await talk.say(`or ${btoa(token)}`);
    expect(stage.api.requests.length).toBeGreaterThan(0);
    const sent = JSON.stringify(stage.api.requests.map(({ body }) => body));
    expect(sent).not.toContain(token);
    expect(sent).not.toContain(btoa(token).slice(0, 20));
    expect(sent).toContain('[credential]');
    expect(sent).not.toContain(modelKey);
  });
});
