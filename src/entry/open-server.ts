import type { OpenApi } from '../cli/doors.ts';
import { createClient, type Fetch, sendOverNetwork } from '../client/client.ts';
import { ConciergeError, validationError } from '../errors.ts';

type Variables = Record<string, string | undefined>;

export type Server = { url: string; key: string };

/**
 * The server that the command line works on; null: none, it works in process. Errors: `validation`, naming the
 * variable and what is allowed.
 */
export const serverIn = ({ CONCIERGE_URL, CONCIERGE_API_KEY }: Variables): Server | null => {
  if (!CONCIERGE_URL) return null;
  const url = URL.parse(CONCIERGE_URL);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw validationError(
      'CONCIERGE_URL',
      'CONCIERGE_URL must be the http:// or https:// address of a server, such as https://concierge.acme.com.',
    );
  if (!CONCIERGE_API_KEY)
    throw validationError(
      'CONCIERGE_API_KEY',
      'CONCIERGE_URL is set, so CONCIERGE_API_KEY must be a key of that server. To work on this machine, unset CONCIERGE_URL.',
    );
  return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''), key: CONCIERGE_API_KEY };
};

const refusedKey = (url: string): ConciergeError =>
  new ConciergeError(
    'unauthorized',
    `The server at ${url} does not take the key in CONCIERGE_API_KEY: it is unknown, expired or revoked. ` +
      "`concierge apikey create <name>` on the server's machine makes another.",
  );

/** The API of a server; what is asked ends with `signal`. */
export const openServer = ({ url, key }: Server, signal: AbortSignal): OpenApi => {
  const fetch: Fetch = async (input, init) => {
    const response = await sendOverNetwork(input, { ...init, signal });
    if (response.status === 401) throw refusedKey(url);
    return response;
  };
  return { client: createClient({ url, key, fetch }), server: url, close: async () => undefined };
};
