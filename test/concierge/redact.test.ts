import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { View } from '../../src/concierge/interpreter.ts';
import { redact } from '../../src/concierge/redact.ts';
import { asked, idle, views } from './offline/views.ts';

const token = '8fK2mQ9xLw3ZpR7tVb1N';
const credentialAsked = asked('credential');

describe('the value of a custom header', () => {
  const header = {
    ...credentialAsked,
    slots: { ...credentialAsked.slots, auth_kind: 'header_token' as const },
  };
  it.each(['Basic dXNlcjpwYXNzd29yZDEyMw==', '"Basic dXNlcjpwYXNzd29yZDEyMw=="', 'Digest a8Sd7f6s8d7f'])(
    'is kept whole, with the scheme in front: %s',
    (said) => {
      const { credential, kind, text } = redact(said, header);
      expect(credential?.reveal()).toBe(said.replaceAll('"', ''));
      expect([kind, text]).toEqual(['answer', '[credential]']);
    },
  );
  it.each(['basic authentication', 'token please'])('but "%s" is doubted', (said) => {
    expect(redact(said, header).kind).toBe('doubtful');
  });
});

describe('a volunteered secret', () => {
  it.each([
    ['add https://mcp.acme.dev/mcp with bearer token abc123xyz', 'abc123xyz'],
    ['custom header X-Api-Key, value sk_live_a8Sd7f6s8d7f', 'sk_live_a8Sd7f6s8d7f'],
    ['curl https://a.dev/mcp -H "X-Api-Key: topsecret"', 'topsecret'],
    ["curl https://a.dev/mcp -H 'Authorization: Bearer topsecret'", 'topsecret'],
    ['claude mcp add x https://a.dev/mcp --header "Authorization: Bearer abc-def-ghi"', 'abc-def-ghi'],
    ['{"servers":{"h":{"url":"https://a.dev","headers":{"Authorization":"Bearer abcdefg"}}}}', 'abcdefg'],
    ['{"headers": {"X-Api-Key": "plainword"}}', 'plainword'],
    ['MCP_TOKEN=abcdefgh', 'abcdefgh'],
    ['export API_KEY="abc def"', 'abc'],
    ['ACME_PASSWORD=hunter2', 'hunter2'],
    ['the token is hunter2', 'hunter2'],
    ["the token's hunter2", 'hunter2'],
    ['token: swordfish', 'swordfish'],
    ['token = swordfish', 'swordfish'],
    ['password: correct-horse', 'correct-horse'],
    ['password is password123', 'password123'],
    ['the secret is s3cr3t!', 's3cr3t'],
    ['api key: 12345', '12345'],
    ['my password for Cases is hunter2hunter2', 'hunter2hunter2'],
    ['the api key of Cases is tiger-42-blue', 'tiger-42-blue'],
    ['my bearer token for the Cases server is blue-Horse-99', 'blue-Horse-99'],
    ['the new token for Cases is Sommer2024', 'Sommer2024'],
    ['token for Cases: swordfish', 'swordfish'],
    ['change the token of Cases to blue-Horse-99', 'blue-Horse-99'],
    ['my api key is A1b2C3d4', 'A1b2C3d4'],
    ['here is the key: Zx81kd02', 'Zx81kd02'],
    ['it uses bearer Zx81kd02mm', 'Zx81kd02mm'],
    ['Authorization: Bearer Zx81kd02mm', 'Zx81kd02mm'],
    ['X-Acme-Token: letmein', 'letmein'],
    ['rotate the token of Cases, the new one is Zx81kd02mmPq', 'Zx81kd02mmPq'],
    [`use ${token} please`, token],
    [`https://a.dev/mcp ${token}`, token],
    ['ghp_16C7e42F292c6912E7710c838347Ae178B4a works', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['sk-proj-abcdefgh1234 is it', 'sk-proj-abcdefgh1234'],
    ['take xoxb-123456789-abcdef', 'xoxb-123456789-abcdef'],
    ['AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
    ['glpat-abcdefghij1234567890', 'glpat-abcdefghij1234567890'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def_x', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def_x'],
    ['123e4567-e89b-12d3-a456-426614174000', '123e4567-e89b-12d3-a456-426614174000'],
    ['5f4dcc3b5aa765d61d8327deb882cf99', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['dGhpcyBpcyBhIHNlY3JldCB0b2tlbg==', 'dGhpcyBpcyBhIHNlY3JldCB0b2tlbg=='],
    ['https://a.dev/mcp?api_key=abcdef&x=1', 'abcdef'],
    ['https://a.dev/mcp?token=abcdef', 'abcdef'],
    ['https://bob:pass@a.dev/mcp', 'bob:pass'],
  ])('is taken out of %s', (said, secret) => {
    const { text, credential, kind } = redact(said, idle);
    expect(kind).toBe('volunteered');
    expect(credential?.reveal()).toBe(secret);
    expect(text).not.toContain(secret);
    expect(text).toContain('[credential]');
  });

  it('is taken out whole, also when it begins like the words before it', () => {
    const begins = 'IS Are was being its HERE this bearer token basic for to s now the new'.split(' ');
    const sentences = [
      'the token is X',
      'token: X',
      'add https://a.dev/mcp with bearer token X',
      "it's X",
      'here it is: X',
      'the new token for Cases is X',
      'change the token of Cases to X',
      'authorization: bearer X',
      'API_KEY=X',
    ];
    for (const said of sentences)
      for (const secret of begins.map((begin) => begin + token))
        expect(redact(said.replace('X', secret), idle).credential?.reveal()).toBe(secret);
  });

  it.each([
    ['curl -u bob:hunter22 https://a.dev/mcp', 'bob:hunter22'],
    ['Authorization: Basic Ym9iOnNlY3JldA==', 'Ym9iOnNlY3JldA=='],
  ])('is taken out of %s and kept by nobody, because it signs a person in', (said, secret) => {
    const { text, credential } = redact(said, idle);
    expect(credential).toBeNull();
    expect(text).not.toContain(secret);
    expect(text).toContain('[credential]');
  });

  it('leaves the address of a URL readable', () => {
    expect(redact('add https://bob:pass@a.dev/mcp?x=1', idle).text).toBe(
      'add https://[credential]@a.dev/mcp?x=1',
    );
    expect(redact('https://a.dev/mcp?api_key=abcdef&x=1', idle).text).toBe(
      'https://a.dev/mcp?api_key=[credential]&x=1',
    );
  });

  it('is taken out each time, also in part', () => {
    const { text } = redact(`token: ${token}, again ${token} or ${token.slice(3, 12)}`, idle);
    expect(text).not.toContain(token.slice(3, 9));
  });

  it('is the value of a variable, and not the variable, behind the line that says its scheme', () => {
    const { text, credential } = redact(`MCP_AUTH=bearer\nMCP_TOKEN=${token}`, idle);
    expect(credential?.reveal()).toBe(token);
    expect(text).toBe('MCP_AUTH=bearer\nMCP_TOKEN=[credential]');
  });

  it('is the one that the words about authentication stand nearest to', () => {
    const { text, credential } = redact(`run 5f4dcc3b5aa765d61d8327deb882cf99, bearer token ${token}`, idle);
    expect(credential?.reveal()).toBe(token);
    expect(text).not.toContain('5f4dcc3b5aa7');
  });
});

describe('what is no secret', () => {
  it.each([
    'add https://mcp.acme.dev/mcp with a bearer token, label Pager',
    'add https://mcp.acme.dev/mcp, bearer token please',
    'it needs a bearer token called acme',
    'the token is required by our server',
    'its token is expired',
    'the token is in the vault',
    'auth: none',
    'auth: bearer',
    'token: none',
    'key in header X-Buyer-Key',
    'the header is X-Api-Key',
    'header name: X-Functions-Key',
    'what is ds_01HZXK8Q2V3W4Y5Z6A7B8C9D0E',
    'sandbox sb_01HZXK8Q2V3W4Y5Z6A7B8C9D0E',
    'why is ticket-desk__create_ticket missing',
    'why is customer-files-2024__lookup_customer_by_email missing',
    'commit 3f786850e387550fdab836ed7e6dc881de23001b broke it',
    'mail me at jon.doe1234567890@example.com',
    'https://192.168.40.7:9443/tools/mcp?lang=de',
    'mcp.internal-services.acme-corp.example/mcp/v2',
    'http://127.0.0.1:38291/mcp',
    'Ticket desk',
    'a'.repeat(70),
    'call it Orders-Database-2024',
    'the bearer token is stored where?',
    'rotate the token of Cases',
    'restrict Library to search_docs and get_page',
    'it reads a key from X-Api-Key',
    'limit Library to 30 calls a minute',
    'is the password encrypted?',
    'protocol 2025-11-25',
    'claude mcp add --transport http docs https://mcp.acme.dev/mcp',
    '{"headers":{"Authorization":"Bearer $MCP_TOKEN"}}',
    'the token is [credential]',
  ])('stays: %s', (said) => {
    expect(redact(said, idle)).toEqual({ text: said, credential: null, kind: 'none' });
  });
});

describe('ordinary conversation', () => {
  const rows: { when: string; say: string }[] = readFileSync(
    new URL('./offline/corpus.jsonl', import.meta.url),
    'utf8',
  )
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

  it('loses no word to redaction', () => {
    const changed = rows.filter(
      ({ when, say }) => !views[when]!.secret_input && redact(say, views[when]!).text !== say,
    );
    expect(changed).toEqual([]);
  });
});

describe('while the credential is asked for', () => {
  it.each([
    [token, token],
    [`Bearer ${token}`, token],
    [`"${token}"`, token],
    ['hunter2', 'hunter2'],
    ['password123', 'password123'],
    ['swordfish', 'swordfish'],
    ["it's swordfish", 'swordfish'],
    ["it's abc", 'abc'],
    ['sure: abc123', 'abc123'],
    ['sure, here you go: swordfish', 'swordfish'],
    ["here's the token: abc123def", 'abc123def'],
    ['the token is hunter2', 'hunter2'],
    ['cancelcancelcancelcancel', 'cancelcancelcancelcancel'],
    ['dev-token', 'dev-token'],
    ['my-secret', 'my-secret'],
    ['acme-prod-key', 'acme-prod-key'],
    ['s3cr3t-key', 's3cr3t-key'],
    ['http-key', 'http-key'],
    ['P@ss?', 'P@ss?'],
    ['why-not-7', 'why-not-7'],
    ['show-my-tools', 'show-my-tools'],
  ])('%s is the answer', (said, secret) => {
    const { text, credential, kind } = redact(said, credentialAsked);
    expect({ kind, secret: credential?.reveal() }).toEqual({ kind: 'answer', secret });
    expect(text).not.toContain(secret);
  });

  const authAsked: View = { ...credentialAsked, awaiting: 'auth_kind', secret_input: false };
  it.each(['correct horse battery staple', 'walnut-saddle-harbour-thimble'])(
    '%s is kept from everyone where it is asked how callers are recognised',
    (said) => {
      const { text, credential } = redact(said, authAsked);
      expect({ text, secret: credential?.reveal() }).toEqual({ text: '[credential]', secret: said });
    },
  );
  it.each([
    'bearer token please',
    'no authentication at all',
    'what is the difference',
    'custom header',
    'i have no idea',
    'it is behind our vpn',
  ])('"%s" is no secret there', (said) => {
    expect(redact(said, authAsked)).toEqual({ text: said, credential: null, kind: 'none' });
  });

  it.each(['correct horse battery staple', 'open sesame', 'tr0ub4dor &3'])('%s may be it', (said) => {
    const { text, credential, kind } = redact(said, credentialAsked);
    expect({ text, kind, secret: credential?.reveal() }).toEqual({
      text: '[credential]',
      kind: 'doubtful',
      secret: said,
    });
  });

  it.each([
    ['x-secret', 'x-secret'],
    ['anonymous', 'anonymous'],
    ['sources', 'sources'],
    ['header hunter9', 'hunter9'],
    ['hunter2 is my password?', 'hunter2'],
    ['dev-token please', 'dev-token'],
    ['is S3cretpw fine?', 'S3cretpw'],
  ])('%s is asked about, and sealed until then', (said, secret) => {
    const { text, credential, kind } = redact(said, credentialAsked);
    expect({ text, kind, secret: credential?.reveal() }).toEqual({
      text: '[credential]',
      kind: 'doubtful',
      secret,
    });
  });

  it.each([
    'cancel',
    'Cancel!',
    'why?',
    'stop.',
    'no, the header is X-Foo',
    'custom header X-Foo',
    'back',
    'help',
    'skip',
    'yes',
    'none',
    'why do you need it?',
    'what do you do with it once i paste it?',
    'where do i find it',
    'is it safe',
    "i don't have one",
    "i don't have the token yet",
    'no token is necessary',
    'how do i get one',
    'what is the weather today',
    "it doesn't need any",
    'none at all',
    '<https://other.dev/mcp>',
    'ah no, that box needs no auth',
    'no auth actually',
    'actually it needs a custom header X-Api-Key',
    'wait, the url is https://other.dev/mcp',
    'https://other.dev/mcp',
    'what tools does my support agent have?',
    'list my sources',
    'revoke Library',
    'stop this',
    'forget it',
  ])('%s is a command', (said) => {
    expect(redact(said, credentialAsked)).toEqual({ text: said, credential: null, kind: 'none' });
  });

  it('keeps what else is said', () => {
    const { text, credential, kind } = redact(`X-Api-Key: ${token}`, credentialAsked);
    expect({ text, kind, secret: credential?.reveal() }).toEqual({
      text: 'X-Api-Key: [credential]',
      kind: 'volunteered',
      secret: token,
    });
  });

  it('never lets a long token through', () => {
    const tokens = fc.stringMatching(/^[A-Za-z0-9_-]{20,64}$/);
    fc.assert(
      fc.property(
        tokens,
        fc.constantFrom('', 'Bearer ', 'here is the token: ', 'sure: '),
        (secret, before) => {
          expect(redact(before + secret, credentialAsked).text).not.toContain(secret);
        },
      ),
      { numRuns: 500 },
    );
  });
});
