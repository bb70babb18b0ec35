/** For Node only. */
import { existsSync } from 'node:fs';

/** The folder of this package: a clone, or what was installed of it. */
export const packageRoot = new URL('./', import.meta.resolve('concierge/package.json'));

/** How the command line is called there. */
export const calledAs = existsSync(new URL('src', packageRoot)) ? 'npx concierge' : 'concierge';
