const maxLength = 64;
const hashLength = 8;

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

const ending = async (fullName: string): Promise<string> =>
  `_${hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(fullName))).slice(0, hashLength)}`;

const withEnding = async (plain: string, fullName: string): Promise<string> =>
  plain.slice(0, maxLength - hashLength - 1) + (await ending(fullName));

export type NamedTool = { namespace: string; tool: string };

/**
 * Callable names for the tools of a catalog, in the order given: `<namespace>__<tool>`, characters outside
 * `[A-Za-z0-9_-]` as `_`, at most 64; a longer one is cut and ends in `_` + 8 hex of the full name's SHA-256,
 * and so do all that would otherwise share a name.
 */
export const toolNames = async (tools: readonly NamedTool[]): Promise<string[]> => {
  const full = tools.map(({ namespace, tool }) => `${namespace}__${tool}`);
  const plain = full.map((name) => name.replace(/[^A-Za-z0-9_-]/g, '_'));
  const uses = new Map<string, number>();
  for (const name of plain) uses.set(name, (uses.get(name) ?? 0) + 1);
  return Promise.all(
    plain.map((name, index) =>
      name.length > maxLength || uses.get(name)! > 1 ? withEnding(name, full[index]!) : name,
    ),
  );
};
