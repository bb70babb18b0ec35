import { z } from 'zod';
import { type Fetch, sendOverNetwork } from './client.ts';
import { unreachable } from './unreachable.ts';

const ready = z.object({ status: z.literal('ready') });
const refusal = z.object({ error: z.string(), detail: z.string(), request_id: z.string() });

/** How a server is: `strange` is one that is not Concierge. */
export type Probe = { state: 'ready' | 'not_ready' | 'strange'; detail: string };

/** Asks a server whether it is well; it takes no key. Errors: `unavailable` when nothing answers. */
export const probe = async (url: string, send: Fetch = sendOverNetwork): Promise<Probe> => {
  const response = await send(`${url}/readyz`).catch((error: unknown) => {
    throw error instanceof TypeError ? unreachable(url, error) : error;
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && ready.safeParse(body).success) return { state: 'ready', detail: '' };
  const { data } = refusal.safeParse(body);
  if (data === undefined || response.status !== 503)
    return { state: 'strange', detail: `It is not a Concierge server (status ${response.status}).` };
  return { state: 'not_ready', detail: data.detail };
};
