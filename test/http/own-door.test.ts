import { beforeAll, describe, expect, it } from 'vitest';
import { ensureFirstCaller } from '../../src/accounts/ensure-first-account.ts';
import type { Caller } from '../../src/domain/account.ts';
import { createTestApp, type TestApp } from './test-app.ts';

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp();
  caller = await ensureFirstCaller(test.app.rooms.accounts);
});

const sandboxes = (headers: Record<string, string> = {}) =>
  new Request('http://localhost/api/v1/storage/sandboxes', { headers });

describe('the door of the process itself', () => {
  it('needs no key, makes none, and shows the account it was opened for', async () => {
    const open = test.app.fetchAs(caller);
    const { sandboxes: own } = await (await open(sandboxes())).json();
    expect(own).toMatchObject([{ name: 'default', user_id: caller.user_id }]);
    const keys = await open(new Request('http://localhost/api/v1/api-keys'));
    expect(await keys.json()).toEqual([]);
  });

  it('shows its own account also to who sends the key of another', async () => {
    const authorization = `Bearer ${await test.newAccount()}`;
    const { sandboxes: own } = await (await test.app.fetchAs(caller)(sandboxes({ authorization }))).json();
    expect(own).toMatchObject([{ user_id: caller.user_id }]);
  });

  it('is no door for what is sent, whatever it holds', async () => {
    const bindings = { caller, 'caller in process': caller, [Symbol('caller in process')]: caller };
    const send = test.app.fetch as (request: Request, bindings: unknown) => Promise<Response>;
    const headers = { 'x-caller': caller.user_id, 'caller-in-process': caller.user_id };
    expect((await send(sandboxes(headers), bindings)).status).toBe(401);
  });
});
