import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { notFound } from '../errors.ts';
import type { HttpEnv } from './env.ts';
import { notBuilt, type PageRoutesDeps } from './page-routes.ts';
import { publicOperations as operations } from './public-operations.ts';

/** What the page is made of. */
const types: ReadonlyMap<string, string> = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
  ['start.js', 'text/javascript; charset=utf-8'],
]);

/** The page loads only what this server gives, and the small pictures inside the style sheet. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `/docs`: a page that shows `/openapi.json`, and needs nothing from elsewhere. The build has its files. */
export const docsRoutes = ({ readPageFile }: PageRoutesDeps) =>
  new Hono<HttpEnv>()
    .get('/', operations.page, async (c) => {
      const page = await readPageFile('docs/index.html');
      if (page === null) return c.text(notBuilt);
      return c.body(page, 200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': policy,
      });
    })
    .get('/:file', operations.pageFile, compress(), async (c) => {
      const name = c.req.param('file');
      const type = types.get(name);
      const file = type === undefined ? null : await readPageFile(`docs/${name}`);
      if (type === undefined || file === null) throw notFound('file');
      return c.body(file, 200, { 'Content-Type': type, 'Cache-Control': 'max-age=3600' });
    });
