import { beforeAll, describe, expect, it } from 'vitest';
import { itOnNode } from '../workerd/runtime.ts';
import { createTestApp, type TestApp } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});

const get = (path: string) => test.app.fetch(new Request(`http://localhost${path}`));

describe('the page at /docs', () => {
  it('is made of what this server gives, and of nothing else', async () => {
    const page = await (await get('/docs')).text();
    const named = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
    const own = named.filter((address) => address !== 'data:,');
    expect(own).toEqual(['/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/docs/start.js']);
    const files = await Promise.all(own.map(get));
    expect(files.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([
      [200, 'text/css; charset=utf-8'],
      [200, 'text/javascript; charset=utf-8'],
      [200, 'text/javascript; charset=utf-8'],
    ]);
  });

  it('shows the document of this server, and asks no other whether it is valid', async () => {
    const start = await (await get('/docs/start.js')).text();
    expect(start).toContain("url: '/openapi.json'");
    expect(start).toContain('validatorUrl: null');
  });

  it('may run no script and no style but its own files', async () => {
    const policy = (await get('/docs')).headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  itOnNode('a Worker has the files of its bundle')('says how to build it where it is not built', async () => {
    const { app } = await createTestApp({ readPageFile: async () => null });
    const response = await app.fetch(new Request('http://localhost/docs'));
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('npm run build')]);
  });

  it('gives no other file', async () => {
    for (const file of ['index.html', 'index.js', '..%2findex.html', 'NOTICE', 'toString'])
      expect((await get(`/docs/${file}`)).status).toBe(404);
  });
});
