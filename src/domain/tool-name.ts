import { sha256Hex } from './digest.ts';

const maxLength = 64;

/** Hex digits of the ending at each level. The later ones only meet tools made to share the first 8. */
const endingLengths = [0, 8, 32, 63] as const;

export type NamedTool = { namespace: string; tool: string };

const legal = (fullName: string): string => fullName.replace(/[^A-Za-z0-9_-]/g, '_');

const nameAt = async ({ namespace, tool }: NamedTool, level: number): Promise<string> => {
  const full = `${namespace}__${tool}`;
  const length = endingLengths[level]!;
  if (length === 0) return legal(full);
  const digest = await sha256Hex(level === 1 ? full : JSON.stringify([namespace, tool]));
  return `${legal(full).slice(0, maxLength - length - 1)}_${digest.slice(0, length)}`;
};

/**
 * Callable names for the tools of a catalog, in the order given: `<namespace>__<tool>`, characters outside
 * `[A-Za-z0-9_-]` as `_`, at most 64; a longer one is cut and ends in `_` + 8 hex of the full name's SHA-256,
 * and so do all that would otherwise share a name. Names are unique as long as the pairs given are.
 */
export const toolNames = async (tools: readonly NamedTool[]): Promise<string[]> => {
  const levels = tools.map(({ namespace, tool }): number =>
    namespace.length + 2 + tool.length > maxLength ? 1 : 0,
  );
  const names = await Promise.all(tools.map((tool, index) => nameAt(tool, levels[index]!)));
  for (;;) {
    const groups = Map.groupBy(names.keys(), (index) => names[index]!);
    const raised = [...groups.values()].flatMap((group) => {
      const lowest = Math.min(...group.map((index) => levels[index]!));
      if (group.length === 1 || lowest === endingLengths.length - 1) return [];
      return group.filter((index) => levels[index] === lowest);
    });
    if (raised.length === 0) return names;
    for (const index of raised) {
      levels[index] = levels[index]! + 1;
      names[index] = await nameAt(tools[index]!, levels[index]!);
    }
  }
};
