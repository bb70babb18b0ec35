import { ConciergeError, type ErrorCode } from '../../errors.ts';
import { lost } from '../state/connection.ts';
import { signedOut } from '../state/session.ts';

/** Something that a client asked for and that its owner confirms or gives here. */
export type Link = {
  id: string;
  kind: 'confirm' | 'credential';
  title: string;
  /** Markdown. */
  text: string;
  status: 'open' | 'done' | 'denied' | 'expired';
  expires_at: string;
  result_text?: string;
};

const ask = async (path: string, body?: object): Promise<Link> => {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`/api/v1/links/${path}`, init).catch((error: unknown) => {
    void lost();
    throw new ConciergeError('unavailable', 'The server cannot be reached.', { cause: error });
  });
  if (response.status === 401) signedOut();
  const answer = (await response.json()) as Link & { error: ErrorCode; detail: string };
  if (!response.ok) throw new ConciergeError(answer.error, answer.detail);
  return answer;
};

export const readLink = (id: string): Promise<Link> => ask(id);
export const confirmLink = (id: string): Promise<Link> => ask(`${id}/confirm`, {});
export const denyLink = (id: string): Promise<Link> => ask(`${id}/deny`, {});
/** The credential goes its own way, and is kept nowhere here. */
export const giveLinkCredential = (id: string, value: string): Promise<Link> =>
  ask(`${id}/credential`, { value });
