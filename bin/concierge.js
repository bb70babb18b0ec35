#!/usr/bin/env node
// Runs on Node 14 and newer: one that is too old hands over to the Node among the dependencies of a clone.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const required = 24;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const ownNode = at(`../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`);
// A package holds what was built; Node strips no types below node_modules.
const entry = existsSync(at('../src')) ? '../src/entry/cli.ts' : '../dist/src/entry/cli.js';

const handOver = () => {
  const child = spawn(ownNode, [at(entry), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A terminal sends Ctrl-C to both; the child decides what comes of it.
  process.on('SIGINT', () => undefined);
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
};

if (Number(process.versions.node.split('.')[0]) >= required)
  import('./compile-cache.js').then(() => import(entry));
else if (existsSync(ownNode)) handOver();
else import('./require-node.js');
