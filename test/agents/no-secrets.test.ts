import { describe, expect, it } from 'vitest';
import { createAgent } from '../../src/agents/create.ts';
import { holdsNoSecret } from '../../src/agents/no-secrets.ts';
import { updateAgent } from '../../src/agents/update.ts';
import { createId } from '../../src/domain/id.ts';
import { keys } from '../../src/store/keys.ts';
import { createMemoryStore } from '../../src/store/memory.ts';

const issued = `ghp_${'a1B2'.repeat(9)}`;

describe('a text that is kept in clear', () => {
  it.each([
    `Use ${issued} for GitHub.`,
    'Use the API key sk-live-abcdefghijk12345',
    'Authorization: Bearer Qd3j51fF7vLBf0Rn9XRC',
    'my password is hunter2hunter2!',
    'call https://x.test/?api_key=a8f7d6s5a4f3',
    'https://joe:s3cretpw99@x.test/',
    '{"api_key": "a8f7d6s5a4f3z"}',
    'API_TOKEN=abc123def456ghi',
    'Send Qd3j51fF7vLBf0Rn9XRCpswxuID7VER8lCbX7aZ9 along.',
    `${'Be brief. '.repeat(193)}${issued}`,
  ])('holds a secret: %s', (text) => {
    expect(holdsNoSecret(text)).toBe(false);
  });

  it.each([
    'Never ask for a password or a token, and never reveal your API key: it is secret.',
    'Customer ids look like CUST-00017, orders like order-2024-00012.',
    'The project is 123e4567-e89b-12d3-a456-426614174000.',
    'Commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
    'Use AcmeCorp2024AnnualReportV2.pdf and gpt-4-turbo-2024-04-09.',
    'See https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit',
    'The primary key is customer_id2024, and key: shop__find_ticket2.',
    'token: [credential]',
    'Bearer tokens expire after 24h. Token limit: 4096 tokens.',
  ])('holds none: %s', (text) => {
    expect(holdsNoSecret(text)).toBe(true);
  });

  it('is read in a time that grows with its length', () => {
    const begun = performance.now();
    for (const part of ['https://', 'x_token_key', 'x-a-key: '])
      holdsNoSecret(part.repeat(100_000 / part.length));
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});

describe('an agent', () => {
  it.each(['system_prompt', 'description'])(
    'is refused a credential in its %s, which is not said again',
    async (field) => {
      const caller = { user_id: createId('account') };
      const sandbox_id = createId('sandbox');
      const deps = { store: createMemoryStore(), now: () => new Date(), default_model: 'any' };
      const row = {
        sandbox_id,
        ...caller,
        owner_id: caller.user_id,
        name: 'dev',
        tier: 'free',
        metadata: {},
      };
      const value = { ...row, status: 'active', created_at: new Date().toISOString() };
      await deps.store.commit([{ key: keys.sandbox(caller.user_id, sandbox_id), value }]);
      const fields = { sandbox_id, slug: 'support', name: 'Support', system_prompt: 'Help.' };
      const told = {
        code: 'validation',
        message: expect.stringMatching(/^(?!.*ghp_).*give the credential to the source/),
      };
      const secret = { [field]: `Use ${issued}` };
      await expect(createAgent(deps, caller, { ...fields, ...secret })).rejects.toMatchObject(told);
      await createAgent(deps, caller, fields);
      await expect(
        updateAgent(deps, caller, { sandbox_id, slug: 'support', ...secret }),
      ).rejects.toMatchObject(told);
    },
  );
});
