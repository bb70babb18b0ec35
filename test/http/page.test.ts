import { describe, expect, it } from 'vitest';
import type { ReadPageFile } from '../../src/http/page-routes.ts';
import { createTestApp } from './test-app.ts';

const script = 'assets/main-3f2a.js';
const files: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html>the page',
  [script]: 'run()',
  'assets/main-3f2a.css': 'p{}',
  'assets/secret.txt': 'not for anybody',
};
const built: ReadPageFile = async (path) =>
  Object.hasOwn(files, path) ? new TextEncoder().encode(files[path]) : null;

const get = async (path: string, headers: Record<string, string> = {}, readPageFile = built) => {
  const { app } = await createTestApp({ readPageFile });
  return app.fetch(new Request(`http://localhost${path}`, { headers }));
};
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the page', () => {
  it.each(['/', '/sign-in', '/links/lk_1', '/?sandbox=sb_1'])('is at %s', async (path) => {
    const response = await get(path, browser);
    expect([response.status, await response.text()]).toEqual([200, files['index.html']]);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('runs its own files only, and talks to its own server only', async () => {
    const policy = (await get('/', browser)).headers.get('content-security-policy')!;
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "font-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ]);
  });

  it('gives what is named by its content for good, and compressed', async () => {
    const response = await get(`/${script}`);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const long: ReadPageFile = async () => new TextEncoder().encode('run();'.repeat(1000));
    const packed = await get(`/${script}`, { 'accept-encoding': 'gzip' }, long);
    expect(packed.headers.get('content-encoding')).toBe('gzip');
  });

  it.each([
    '/assets/secret.txt',
    '/assets/none.js',
    '/assets/..%2findex.html',
    '/assets/.js',
    '/assets/%00.js',
  ])('gives nothing at %s', async (path) => expect((await get(path)).status).toBe(404));

  it('is a few words for what is no browser, and says how to build it where it is not built', async () => {
    expect(await (await get('/')).text()).toMatch(/^Concierge: connect your own MCP server.*\/docs/s);
    const missing = await get('/', browser, async () => null);
    expect(await missing.text()).toContain('npm run build');
  });
});
