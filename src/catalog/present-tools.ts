import type { CatalogTool } from './port.ts';

const presentTool = ({ name, title, app_slug, description, input_schema, status }: CatalogTool) => ({
  name,
  ...(title === undefined ? {} : { title }),
  app_slug,
  description,
  input_schema,
  status,
});

/** Tools as outsiders see them; of one namespace when `app_slug` is given. */
export const presentTools = (tools: CatalogTool[], app_slug: string | undefined) => {
  const shown = app_slug === undefined ? tools : tools.filter((tool) => tool.app_slug === app_slug);
  return { tools: shown.map(presentTool), count: shown.length };
};
