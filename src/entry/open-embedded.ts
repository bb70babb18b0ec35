/** For Node only. */
import { ensureFirstCaller } from '../accounts/ensure-first-account.ts';
import type { OpenApi, OpenStore } from '../cli/doors.ts';
import { createClient, type Fetch } from '../client/client.ts';
import { parseConfig } from '../config.ts';
import { openApp } from './open-app.ts';
import { openStoreOf } from './open-store.ts';

type Variables = Record<string, string | undefined>;

/** Any: no host is asked. */
const here = 'http://localhost';

/** Nothing is logged unless it is asked for: a person reads what else is said. */
const configOf = (variables: Variables) =>
  parseConfig({ ...variables, LOG_LEVEL: variables.LOG_LEVEL || 'silent' });

/**
 * Ends what is still being read, as `fetch` does over a network. The signal of the request does not: it follows `signal`
 * only until the request is collected, which may be while its answer is a stream.
 */
const endingWith = (signal: AbortSignal, response: Response): Response =>
  response.body === null
    ? response
    : new Response(response.body.pipeThrough(new TransformStream(), { signal }), response);

/** The API of an app in this process, for the account of its terminal; what is asked ends with `signal`. */
export const openEmbedded = async (variables: Variables, signal: AbortSignal): Promise<OpenApi> => {
  const app = await openApp(configOf(variables));
  const answer = app.fetchAs(await ensureFirstCaller(app.rooms.accounts));
  const fetch: Fetch = async (input, init) => {
    signal.throwIfAborted();
    const response = await answer(new Request(input, { ...init, signal }));
    signal.throwIfAborted();
    return endingWith(signal, response);
  };
  return { client: createClient({ url: here, fetch }), server: null, close: app.close };
};

/** The store of this machine, for its operator. */
export const openStore = (variables: Variables): Promise<OpenStore> => openStoreOf(configOf(variables));
