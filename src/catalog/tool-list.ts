import type { ToolDefinition } from '../domain/tool.ts';
import { cleanTool, definitionHash, toolProblem } from '../domain/tool-definition.ts';

export type ListedTool = {
  /** The server's own name. */
  name: string;
  hash: string;
  /** As the server gave it, for judging. */
  raw: ToolDefinition;
} & ({ problem: null; definition: ToolDefinition } | { problem: string; definition: null });

/** A server's tools with all that can be told from the list alone. One object as long as nothing changed. */
export type ToolList = { tools: ListedTool[] };

const readTool = async (raw: ToolDefinition, isRepeated: boolean): Promise<ListedTool> => {
  const common = { name: raw.name, hash: await definitionHash(raw), raw };
  const problem = isRepeated ? 'It is listed twice; the first one counts.' : toolProblem(raw);
  return problem === null
    ? { ...common, problem, definition: cleanTool(raw) }
    : { ...common, problem, definition: null };
};

/** Reads a listing; `former` itself is the answer when nothing changed, so that what was derived from it stays valid. */
export const readToolList = async (tools: ToolDefinition[], former: ToolList | null): Promise<ToolList> => {
  const seen = new Set<string>();
  const read: ListedTool[] = [];
  for (const tool of tools) {
    read.push(await readTool(tool, seen.has(tool.name)));
    seen.add(tool.name);
  }
  const same =
    former?.tools.length === read.length &&
    read.every(
      ({ hash, problem }, index) =>
        hash === former.tools[index]!.hash && problem === former.tools[index]!.problem,
    );
  return same ? former : { tools: read };
};
