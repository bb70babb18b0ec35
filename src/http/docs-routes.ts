import { Hono } from 'hono';
import { notFound } from '../errors.ts';
import type { HttpEnv } from './env.ts';
import { publicOperations as operations } from './public-operations.ts';

const libraryFiles = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

/** Reads a file of `swagger-ui-dist`; how depends on where the server runs. */
export type ReadDocsFile = (file: (typeof libraryFiles)[number]) => Promise<string>;

export type DocsRoutesDeps = { readDocsFile: ReadDocsFile };

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Concierge API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
});
`;

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

/** `/docs`: a page that shows `/openapi.json`, and needs nothing from elsewhere. */
export const docsRoutes = ({ readDocsFile }: DocsRoutesDeps) =>
  new Hono<HttpEnv>()
    .get('/', operations.page, (c) => c.html(page, 200, { 'Content-Security-Policy': policy }))
    .get('/:file', operations.pageFile, async (c) => {
      const name = c.req.param('file');
      const file = libraryFiles.find((known) => known === name);
      if (file === undefined && name !== 'start.js') throw notFound('file');
      c.header(
        'Content-Type',
        name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
      );
      c.header('Cache-Control', 'max-age=3600');
      return c.body(file === undefined ? start : await readDocsFile(file));
    });
