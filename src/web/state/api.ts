import { createClient } from '../../client/client.ts';
import { ConciergeError } from '../../errors.ts';
import { isOnline, lost } from './connection.ts';
import { signedOut } from './session.ts';

/** What the page asks its server by: notices when the server is gone, and when nobody is signed in any more. */
const watchedFetch: typeof globalThis.fetch = async (input, init) => {
  let response: Response;
  try {
    response = await globalThis.fetch(input, init);
  } catch (error) {
    if (!init?.signal?.aborted) void lost();
    throw new ConciergeError('unavailable', 'The server cannot be reached.', { cause: error });
  }
  // Signing in may be refused to someone who is signed in already.
  if (response.status === 401 && !response.url.endsWith('/sign-in')) signedOut();
  else if (response.ok) isOnline();
  return response;
};

export const api = createClient({ url: location.origin, fetch: watchedFetch });
export const sandboxApi = api.storage.sandboxes[':sandbox_id'];

/** A sentence for a person, of whatever went wrong. */
export const sentenceOf = (error: unknown): string =>
  error instanceof ConciergeError ? error.message : 'The page itself made a mistake. Load it again.';
