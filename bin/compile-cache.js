// Keeps what was compiled beside the code it was compiled from: who can write there could write the code as well, which
// is not so of the system's folder for temporary files.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Where the folder cannot be written, nothing is kept.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)));
