import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { notFound } from '../errors.ts';
import type { HttpEnv } from './env.ts';
import { pageOperations as operations } from './page-operations.ts';

/**
 * Reads a file of the built page by its path, such as `index.html` or `assets/main-3f2a.js`; null when there is
 * none. How depends on where the server runs.
 */
export type ReadPageFile = (path: string) => Promise<Uint8Array<ArrayBuffer> | null>;

export type PageRoutesDeps = { readPageFile: ReadPageFile };

/** The page runs its own files only, and talks to this server only. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const welcome = `Concierge: connect your own MCP server to your agents by talking.

Open this address in a browser, or use the HTTP API. It begins at /api/v1/storage/sandboxes (also at
/storage/sandboxes) and wants the API key that the first start printed: Authorization: Bearer olk_...

Talk to it:  POST /api/v1/storage/sandboxes/{sandbox_id}/concierge/chat  {"message": "what can you do?"}
Read it:     GET /docs  and  GET /openapi.json
Is it well:  GET /healthz, GET /readyz  and  GET /metrics
`;

/** What stands in the place of a page that is not built. */
export const notBuilt = `The web page of this copy is not built. Build it once, then load this address again:

  npm run build

All else works without it.

${welcome}`;

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};
/** What the build writes into `assets/`: each name holds a hash of what is in it. */
const assetName = /^[\w-][\w.-]*\.(js|css)$/;

/** The page at `/` and below, and the files that it is made of. */
export const pageRoutes = ({ readPageFile }: PageRoutesDeps) => {
  const page = async (c: Context<HttpEnv>): Promise<Response> => {
    const index = await readPageFile('index.html');
    if (index === null) return c.text(notBuilt);
    return c.body(index, 200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': pagePolicy,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Origin-Agent-Cluster': '?1',
      Vary: 'Accept',
    });
  };
  const isBrowser = (c: Context<HttpEnv>): boolean => c.req.header('accept')?.includes('text/html') === true;

  return new Hono<HttpEnv>()
    .get('/', operations.page, compress(), async (c): Promise<Response> => {
      return isBrowser(c) ? page(c) : c.text(welcome, 200, { Vary: 'Accept' });
    })
    .get('/sign-in', operations.signIn, compress(), page)
    .get('/links/:id', operations.link, compress(), page)
    .get('/assets/:file', operations.file, compress(), async (c) => {
      const name = c.req.param('file');
      const extension = assetName.exec(name)?.[1];
      const file = extension === undefined ? null : await readPageFile(`assets/${name}`);
      if (extension === undefined || file === null) throw notFound('file');
      return c.body(file, 200, {
        'Content-Type': types[extension]!,
        'Cache-Control': 'public, max-age=31536000, immutable',
      });
    });
};
