import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What stands in Base64 wherever the triples begin: the part that does not depend on its neighbours. */
const base64Forms = (text: string): string[] =>
  [0, 1, 2].map((shift) => {
    const padded = Buffer.from('\0'.repeat(shift) + text, 'latin1');
    return padded.toString('base64').slice(4, -4).replace(/=+$/, '');
  });

const shortestPart = 12;

/** The shapes in which a secret may have been written down: as it is, encoded, escaped, or a part of it. */
const formsOf = (secret: string): string[] => {
  const base64 = base64Forms(secret);
  const parts = Array.from({ length: Math.max(1, secret.length - shortestPart + 1) }, (_, from) =>
    secret.slice(from, from + shortestPart),
  );
  const hex = Buffer.from(secret, 'latin1').toString('hex');
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    hex,
    ...parts,
  ];
};

/** True when `text` holds a secret, or twelve characters of it, in any of those shapes. */
export const holdsSecret = (text: string, secret: string): boolean =>
  formsOf(secret).some((form) => text.includes(form));

/** Every file below a folder, its bytes as Latin-1 text. */
export const filesIn = async (folder: string): Promise<{ file: string; text: string }[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'latin1') })));
};
