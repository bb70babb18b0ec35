import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../src/domain/id.ts';
import { type FixtureServers, startFixtureServers } from '../fixtures/servers.ts';
import { badVariants, type Place, type Variant } from './bad-variants.ts';
import { operations } from './documented.ts';
import { asker, createTestApp, type TestApp } from './test-app.ts';
import { undocumented } from './undocumented.ts';

const list = '/api/v1/storage/sandboxes';
let fixtures: FixtureServers;
let test: TestApp;
let key: string;
let place: Place;

beforeAll(async () => {
  fixtures = await startFixtureServers();
  test = await createTestApp();
  key = await test.newAccount();
  const ask = asker(test, key);
  const { sandbox_id } = (await ask('GET', list)).json.sandboxes[0];
  const base = `${list}/${sandbox_id}`;
  const source = { name: 'Docs', base_url: fixtures.url('open'), auth_kind: 'none' };
  const agent = { slug: 'support', name: 'Support', system_prompt: 'Help.' };
  const { data_source_id } = (await ask('POST', `${base}/sources/user-mcp`, source)).json;
  await ask('POST', `${base}/agents`, agent);
  const { session_id } = (await ask('POST', `${base}/concierge/test`, { message: 'hello' })).json;
  const { id } = (await ask('POST', '/api/v1/api-keys', { name: 'spare' })).json;
  const name = 'docs__search_docs';
  place = {
    sandbox_id,
    data_source_id,
    session_id,
    id,
    name,
    slug: agent.slug,
    run_id: createId('run'),
    file: 'none',
  };
});
afterAll(() => fixtures.close());

/** What is wrong with the answer to a variant; null when it is as the document says, and refused where it must be. */
const fault = async ({ what, path, init, refused }: Variant): Promise<string | null> => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...init.headers };
  const request = new Request(`http://localhost${path}`, { ...init, headers });
  const response = await test.app.fetch(request);
  await response.text();
  const problems = undocumented.splice(0);
  if (response.status >= 500) problems.push('a failure of ours');
  if (refused && response.status < 400) problems.push('it was taken');
  return problems.length === 0 ? null : `${what}: ${response.status}, ${problems.join(', ')}`;
};

describe('whatever is wrong with a request', () => {
  it.each(operations)('$operation.operationId answers as the document says', async (route) => {
    const variants = badVariants(route, place);
    expect(variants.length).toBeGreaterThanOrEqual(20);
    const faults: string[] = [];
    for (const variant of variants) faults.push(...[await fault(variant)].filter((found) => found !== null));
    expect(faults).toEqual([]);
  });
});
