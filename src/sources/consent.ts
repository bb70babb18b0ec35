import type { Source } from '../domain/source.ts';
import type { ToolDefinition } from '../domain/tool.ts';
import { definitionHash } from '../domain/tool-definition.ts';

/** The definitions an owner agrees to, as hashes by the server's tool name (rule P3). */
export const consentTo = async (tools: readonly ToolDefinition[]): Promise<Source['consented_tools']> =>
  Object.fromEntries(
    await Promise.all(tools.map(async (tool) => [tool.name, await definitionHash(tool)] as const)),
  );
