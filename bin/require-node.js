// Runs on Node 14 and newer, so that an old one is told what to do instead of failing on newer syntax.
import { existsSync } from 'node:fs';

const required = 24;
const isClone = existsSync(new URL('../src', import.meta.url));
const next = isClone
  ? 'The right Node comes with the dependencies: run `npm ci` (with install scripts allowed for the package `node`), ' +
    'then start through npm, e.g. `npm start`.'
  : 'Install a newer one, for example from https://nodejs.org, then run it again.';
if (Number(process.versions.node.split('.')[0]) < required) {
  console.error(`Concierge needs Node ${required} or newer; this is Node ${process.versions.node}.\n${next}`);
  process.exit(1);
}
