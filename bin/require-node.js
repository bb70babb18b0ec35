// Runs on any Node version, so that an old one is told what to do instead of failing on TypeScript syntax.
const required = 24;
if (Number(process.versions.node.split('.')[0]) < required) {
  console.error(
    `Concierge needs Node ${required} or newer; this is Node ${process.versions.node}.\n` +
      'The right Node comes with the dependencies: run `npm ci` (with install scripts allowed for the package `node`), ' +
      'then start through npm, e.g. `npm start`.',
  );
  process.exit(1);
}
