import type { Source } from '../domain/source.ts';
import { looksLikeInstruction } from '../domain/tool-instruction.ts';
import type { ToolStatus } from './port.ts';
import type { ListedTool } from './tool-list.ts';

/** Names of the tools that other sources are known to have, callable and own, but those that `source` has too. */
export const namesOfOthers = (source: Source, sources: readonly Source[]): Set<string> => {
  const names = new Set<string>();
  for (const other of sources) {
    if (other === source) continue;
    for (const tool of Object.keys(other.consented_tools)) {
      if (Object.hasOwn(source.consented_tools, tool)) continue;
      names.add(tool).add(`${other.namespace}__${tool}`);
    }
  }
  return names;
};

/** Whether a tool is as its owner agreed to it (rule P3); a source that was never checked has nothing to compare with. */
export const toolStatus = (
  source: Source,
  tool: ListedTool,
  others: () => ReadonlySet<string>,
): { status: ToolStatus; reason: string | null } => {
  if (tool.problem !== null) return { status: 'unusable', reason: tool.problem };
  const consents = source.consented_tools;
  if (Object.keys(consents).length === 0) return { status: 'ok', reason: null };
  if (Object.hasOwn(consents, tool.name) && consents[tool.name] === tool.hash)
    return { status: 'ok', reason: null };
  const what = Object.hasOwn(consents, tool.name)
    ? 'Its definition changed since its owner agreed to it'
    : 'It is new since its owner agreed to the tools';
  return looksLikeInstruction(tool.raw, others())
    ? {
        status: 'held',
        reason: `${what}, and it reads like an instruction to a model; it is held until the owner accepts it.`,
      }
    : { status: 'changed', reason: `${what}.` };
};
