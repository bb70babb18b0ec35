const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Without what the protocol itself puts there: that is between the server and us. */
export const ownMeta = (meta: unknown): { _meta?: Record<string, unknown> } => {
  if (!isObject(meta)) return {};
  const own = Object.entries(meta).filter(([key]) => !key.startsWith('io.modelcontextprotocol/'));
  return own.length === 0 ? {} : { _meta: Object.fromEntries(own) };
};

/** The content blocks among what a server calls its content. */
export const withoutForeign = (content: unknown): Record<string, unknown>[] =>
  Array.isArray(content) ? content.filter(isObject) : [];
