// Runs after `npm ci`: builds the web page where what it is built with was installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const vite = at('../node_modules/vite/bin/vite.js');

if (existsSync(vite)) {
  const args = [vite, 'build', '--logLevel', 'warn'];
  process.exit(spawnSync(process.execPath, args, { stdio: 'inherit', cwd: at('..') }).status ?? 1);
}
console.log('The web page is not built: that needs the development dependencies. All else works without it.');
