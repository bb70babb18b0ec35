import type { Tool } from '@modelcontextprotocol/server';
import type { Catalog, CatalogTool, Resolution } from '../catalog/port.ts';
import type { Session } from './session.ts';

export type Era = 'legacy' | 'modern';

/** The revisions before 2026-07-28 know object results only; their clients refuse a list with another schema. */
const fitsEra = (schema: Record<string, unknown>, era: Era): boolean =>
  era === 'modern' || schema.type === 'object';

const presentTool = (tool: CatalogTool, era: Era): Tool => {
  const { name, title, description, input_schema, output_schema, annotations } = tool;
  return {
    name,
    description,
    // The catalog lists no tool whose input is not an object; the schema itself passes as it is.
    inputSchema: input_schema as Tool['inputSchema'],
    ...(title === undefined ? {} : { title }),
    ...(output_schema !== undefined && fitsEra(output_schema, era)
      ? { outputSchema: output_schema as NonNullable<Tool['outputSchema']> }
      : {}),
    ...(annotations === undefined ? {} : { annotations }),
  };
};

/** What the session can call right now. Errors: those of the catalog. */
export const resolveCatalog = (catalog: Catalog, { caller, scope }: Session): Promise<Resolution> =>
  scope.kind === 'agent'
    ? catalog.resolveAgent(caller, scope.agent)
    : catalog.resolveSandbox(caller, scope.sandbox_id);

const byName = (one: Tool, other: Tool): number => (one.name < other.name ? -1 : 1);

/** The whole catalog of the session as MCP tools, by name, so that the same catalog is the same list. */
export const listTools = async (catalog: Catalog, session: Session, era: Era): Promise<Tool[]> => {
  const { tools } = await resolveCatalog(catalog, session);
  return tools.map((tool) => presentTool(tool, era)).sort(byName);
};
