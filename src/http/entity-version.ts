import type { Context } from 'hono';
import type { Expecting } from '../domain/expected-version.ts';
import { type HttpEnv, isRead } from './env.ts';

const tag = /^(?:W\/)?"?(\d{1,15})"?$/;

/**
 * The versions that `If-Match` names (RFC 9110, 13.1.1), to be handed on with what the request is about; what only
 * reads expects none. A tag that a proxy made weak counts; one that is not ours matches nothing.
 */
export const expecting = (c: Context<HttpEnv>): Expecting => {
  const header = c.req.header('if-match')?.trim();
  if (header === undefined || header === '*' || isRead(c)) return {};
  const versions = header.split(',').map((text) => tag.exec(text.trim())?.[1]);
  return { expected_versions: versions.filter((version) => version !== undefined).map(Number) };
};

/** The header that tells the version of what is answered, in the form that `If-Match` takes. */
export const etag = ({ version }: { version: number }) => ({ ETag: `"${version}"` });
