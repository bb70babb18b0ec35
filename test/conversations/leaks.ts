import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FixtureServers } from '../fixtures/servers.ts';

/** A text as it may stand inside Base64, wherever the triples begin. */
const base64Forms = (text: string): string[] =>
  [0, 1, 2].map((shift) =>
    btoa('\0'.repeat(shift) + text)
      .slice(4, -4)
      .replace(/=+$/, ''),
  );

/** True when either token occurs in `text`: as it is, URL-encoded or in Base64. */
export const holdsToken = (text: string, { token }: FixtureServers): boolean =>
  [token.good, token.bad].some((secret) =>
    [secret, encodeURIComponent(secret), ...base64Forms(secret)].some((form) => text.includes(form)),
  );

/** The files below `folder` in whose bytes a token occurs. */
export const filesWithToken = async (folder: string, fixtures: FixtureServers): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found = await Promise.all(
    files.map(async (file) => holdsToken(await readFile(file, 'latin1'), fixtures)),
  );
  return files.filter((_file, index) => found[index]);
};
