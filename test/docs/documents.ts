import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = new URL('../../', import.meta.url);

/** The text of README.md and of everything in docs/, by path from the root. */
export const readDocuments = (): [path: string, text: string][] =>
  ['README.md', ...globSync('docs/**/*.md', { cwd: fileURLToPath(root) }).sort()].map((path) => [
    path,
    readFileSync(new URL(path, root), 'utf8'),
  ]);

export const readDocument = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The code blocks whose first line is exactly `info` behind the fence, e.g. `sh run`. */
export const blocksOf = (text: string, info: string): string[] =>
  [...text.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)]
    .filter(([, said]) => said === info)
    .map(([, , body = '']) => body);

/** What stands in backticks within a line. */
export const codeOf = (text: string): string[] =>
  [...text.replace(/^```.*\n[\s\S]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

/** The rows of the tables whose head begins with `head`, each as its cells. */
export const rowsOf = (text: string, head: string): string[][] => {
  const cells = (line: string) => line.split(/(?<!\\)\|/).map((cell) => cell.trim());
  const rows: string[][] = [];
  let inside = false;
  for (const line of text.split('\n')) {
    if (line.startsWith(`| ${head} `)) inside = true;
    else if (!line.startsWith('|')) inside = false;
    else if (inside && !/^\|[\s|:-]+$/.test(line)) rows.push(cells(line).slice(1, -1));
  }
  return rows;
};
