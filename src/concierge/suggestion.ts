import type { Flow } from './flow.ts';

/** Where most MCP servers answer. */
const usualPath = '/mcp';

/** The address that is probably meant when one without a path is no MCP endpoint; tried only when the user agrees. */
export const suggestedUrl = (flow: Flow | null): string | null => {
  if (flow?.name !== 'register') return null;
  const { cause, slots } = flow.context;
  const url = URL.parse(slots.base_url ?? '');
  if (url === null || url.pathname !== '/' || (cause !== 'not_found' && cause !== 'web_page')) return null;
  url.pathname = usualPath;
  return url.href;
};
