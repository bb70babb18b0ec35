// Writes docs/conversations.md anew from real runs: `node test/docs/update-conversations.ts`.
import { writeFileSync } from 'node:fs';
import { conversationsDocument } from './conversations.ts';
import { root } from './documents.ts';

writeFileSync(new URL('docs/conversations.md', root), await conversationsDocument());
