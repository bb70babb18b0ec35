/** What a path is about: ids of one account, and what its agents and tools are called. */
export type Names = Record<
  | 'sandbox_id'
  | 'data_source_id'
  | 'slug'
  | 'name'
  | 'session_id'
  | 'run_id'
  | 'id'
  | 'link_id'
  | 'confirming'
  | 'denying'
  | 'giving',
  string
> & {
  /** `confirming`, `denying` and `giving` are links that wait, the last one for a credential; here a conversation. */
  asking: string;
  url: string;
};

export type Row = {
  method: string;
  path: string;
  body?: object | undefined;
  /** What its own account is answered, when it is not a success. */
  own?: number;
};

const jsonRpc = { jsonrpc: '2.0', id: 1, method: 'ping' };
const agent = { slug: 'second', name: 'Second', system_prompt: 'Help.' };
const inSandbox: [method: string, path: string, body?: object, own?: number][] = [
  ['GET', ''],
  ['GET', '/sources'],
  ['GET', '/sources/:data_source_id'],
  ['GET', '/agents'],
  ['GET', '/agents/:slug'],
  ['GET', '/agents/tools'],
  ['GET', '/agents/:slug/tools'],
  ['GET', '/agents/:slug/runs'],
  ['GET', '/agents/runs/:run_id'],
  ['GET', '/concierge/sessions'],
  ['GET', '/concierge/sessions/:session_id'],
  ['POST', '/agents/:slug/tools/:name/call', { arguments: { query: 'a' } }],
  ['POST', '/agents/:slug/test', { event_payload: 1 }],
  ['POST', '/agents/:slug/invoke-async', { message: 'go' }],
  ['POST', '/agents/:slug/chat', { message: 'go' }],
  ['POST', '/concierge/test', { message: 'hello' }],
  ['POST', '/concierge/chat', { message: 'hello' }],
  ['POST', '/concierge/chat', { message: 'hello', session_id: ':session_id' }],
  ['POST', '/concierge/sessions/:session_id/reply', { id: 'cancel' }],
  ['POST', '/concierge/sessions/:asking/credential', { value: 'a-credential' }],
  ['POST', '/sources', { provider: 'github' }, 400],
  ['POST', '/sources/user-mcp', { name: 'Second', base_url: ':url', auth_kind: 'none' }],
  ['POST', '/agents', agent],
  ['PATCH', '', { name: 'renamed' }],
  ['PATCH', '/sources/:data_source_id', { name: 'Renamed' }],
  ['PATCH', '/sources/:data_source_id/user-mcp', { rate_cap_per_minute: 30 }],
  ['POST', '/sources/:data_source_id/user-mcp/test'],
  ['POST', '/sources/:data_source_id/accept-tools'],
  ['POST', '/sources/:data_source_id/pause'],
  ['POST', '/sources/:data_source_id/resume'],
  ['PATCH', '/agents/:slug', { name: 'Renamed' }],
  ['PATCH', '/agents/:slug/tool-sources', { tool_sources: null }],
  ['PATCH', '/agents/:slug/model-settings', { max_turns: 3 }],
  ['POST', '/agents/:slug/wire-integration', { app_slug: 'docs' }],
  ['POST', '/sources/:data_source_id/user-mcp/revoke'],
  ['POST', '/sources/:data_source_id/disconnect'],
  ['DELETE', '/sources/:data_source_id'],
  ['DELETE', '/agents/:slug'],
  ['POST', '/suspend'],
  ['POST', '/reactivate'],
  ['POST', '/archive'],
  ['DELETE', ''],
];

const ofLinks: Row[] = [
  { method: 'GET', path: '/api/v1/links/:link_id' },
  { method: 'POST', path: '/api/v1/links/:giving/credential', body: { value: 'a-credential' } },
  { method: 'POST', path: '/api/v1/links/:denying/deny' },
  { method: 'POST', path: '/api/v1/links/:confirming/confirm' },
];

/** Every route that names something: reads first, then what leaves the rest standing, then the ends. */
export const namingRoutes: Row[] = [
  ...ofLinks,
  { method: 'POST', path: '/mcp/:sandbox_id', body: jsonRpc },
  { method: 'POST', path: '/mcp/:sandbox_id/:slug', body: jsonRpc },
  ...inSandbox.map(([method, path, body, own]) => ({
    method,
    path: `/api/v1/storage/sandboxes/:sandbox_id${path}`,
    body,
    ...(own === undefined ? {} : { own }),
  })),
  { method: 'DELETE', path: '/api/v1/api-keys/:id' },
];

/** Routes about the account of the key itself. */
export const accountRoutes = [
  'GET /api/v1/api-keys',
  'POST /api/v1/api-keys',
  'GET /api/v1/users/me/profile',
  'GET /api/v1/storage/sandboxes',
  'POST /mcp/concierge',
  'POST /api/v1/storage/sandboxes',
];

/** Routes without a key. */
export const publicRoutes = [
  'GET /',
  'GET /sign-in',
  'GET /links/:id',
  'GET /assets/:file',
  'POST /api/v1/sign-in',
  'POST /api/v1/sign-out',
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /openapi.json',
  'GET /docs',
  'GET /docs/:file',
];
