/** Puts what a Worker serves as files into `dist/worker`: the built page, where there is one, and the library of `/docs`. */

import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'dist/web');
const target = join(root, 'dist/worker');

await rm(target, { recursive: true, force: true });
await mkdir(join(target, 'docs'), { recursive: true });
if (existsSync(page)) await cp(page, target, { recursive: true });
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js'])
  await cp(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${file}`)), join(target, 'docs', file));
