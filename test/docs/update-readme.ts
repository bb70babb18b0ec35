// Writes the conversation in README.md anew from a real run: `node test/docs/update-readme.ts`.
import { writeFileSync } from 'node:fs';
import { readDocument, root } from './documents.ts';
import { readmeTalk, withTalk } from './talk.ts';

writeFileSync(new URL('README.md', root), withTalk(readDocument('README.md'), await readmeTalk()));
