import type { Caller } from '../../domain/account.ts';
import type { Credential } from '../../domain/credential.ts';
import { conflict, isConciergeError, notFound, validationError } from '../../errors.ts';
import type { RateLimit } from '../../limits/port.ts';
import { keys } from '../../store/keys.ts';
import { type Entry, StaleVersionError } from '../../store/port.ts';
import { say } from '../reply.ts';
import type { ToolContext, ToolDeps } from '../tools/tool.ts';
import {
  hasExpired,
  isLinkId,
  type Link,
  linkKeptMs,
  linkLifetimeMs,
  newLinkId,
  type Plan,
  type PublicLink,
  presentLink,
} from './link.ts';
import { runLink } from './run.ts';

export type LinksDeps = ToolDeps & {
  /** Links per account. */
  made: RateLimit;
};

/** Changes that programs ask for and users agree to. Each answers for one account only: else `not_found`. */
export interface Links {
  /** Keeps a plan until its user decides. Errors: `rate_limited`. */
  open(caller: Caller, plan: Plan): Promise<Link>;
  read(caller: Caller, id: string): Promise<Link>;
  show(link: Link): PublicLink;
  /**
   * Does what it showed, once. Errors: `conflict` when it was used, has expired, is being done or shows what is no
   * longer so; `validation` for a credential that cannot be one, after which it is open again.
   */
  confirm(caller: Caller, id: string): Promise<Link>;
  /** The same for one that waits for a credential. */
  giveCredential(caller: Caller, id: string, credential: Credential): Promise<Link>;
  /** Nothing will be done. Errors: `conflict` when it was used or has expired. */
  deny(caller: Caller, id: string): Promise<Link>;
}

/** After these the same link can be followed again: nothing was done, and it may go well the next time. */
const mayBeTriedAgain = (error: unknown): boolean =>
  isConciergeError(error, 'validation') ||
  isConciergeError(error, 'rate_limited') ||
  isConciergeError(error, 'unavailable');

const ended = (text: string) => conflict(text);

/** Why a link cannot be decided on, or null when it can. */
const whyNot = (link: Link, now: Date): string | null => {
  if (link.status === 'done' || link.status === 'denied') return say('links.ended');
  if (link.status === 'obsolete') return link.result_text ?? say('links.changed_meanwhile');
  if (link.status === 'running') {
    const isLate = now.getTime() - Date.parse(link.begun_at ?? link.created_at) > 60_000;
    return say(isLate ? 'links.broken_off' : 'links.under_way');
  }
  return hasExpired(link, now) ? say('links.expired') : null;
};

/** Links over the Concierge's tools, which do what is agreed to. */
export const createLinks = (deps: LinksDeps): Links => {
  const { store, now } = deps;

  const readEntry = async ({ user_id }: Caller, id: string): Promise<Entry<Link>> => {
    const entry = isLinkId(id) ? await store.get<Link>(keys.link(user_id, id)) : null;
    if (entry === null) throw notFound('link');
    return entry;
  };

  const save = async (caller: Caller, link: Link, expect: number | 'absent'): Promise<number> =>
    store.commit([{ key: keys.link(caller.user_id, link.id), value: link, expect, ttl_ms: linkKeptMs }]);

  /** Takes it out of the hands of everybody else. */
  const decide = async (caller: Caller, id: string, change: (link: Link) => Link): Promise<Entry<Link>> => {
    const entry = await readEntry(caller, id);
    const problem = whyNot(entry.value, now());
    if (problem !== null) throw ended(problem);
    const value = change(entry.value);
    try {
      return { ...entry, value, version: await save(caller, value, entry.version) };
    } catch (error) {
      if (error instanceof StaleVersionError) throw ended(say('links.under_way'));
      throw error;
    }
  };

  const follow = async (caller: Caller, id: string, credential: Credential | null): Promise<Link> => {
    const { value: link, version } = await decide(caller, id, (open) => {
      if (open.kind === 'credential' && credential === null)
        throw validationError('value', 'This needs the credential itself: give it as `value`.');
      if (open.kind === 'confirm' && credential !== null)
        throw validationError('value', 'This needs no credential; confirm or deny it.');
      return { ...open, status: 'running', begun_at: now().toISOString() };
    });
    const context: ToolContext = { deps, caller, sandbox_id: link.sandbox_id };
    try {
      const { source, text } = await runLink(context, link, credential);
      const { data_source_id, status: source_status } = source;
      const done: Link = { ...link, status: 'done', result_text: text, data_source_id, source_status };
      await save(caller, done, version);
      return done;
    } catch (error) {
      if (!isConciergeError(error)) throw error;
      const next: Link = mayBeTriedAgain(error)
        ? { ...link, status: 'open', begun_at: null }
        : { ...link, status: 'obsolete', result_text: error.message };
      await save(caller, next, version);
      throw error;
    }
  };

  return {
    async open(caller, plan) {
      await deps.made.take(caller.user_id);
      const at = now();
      const link: Link = {
        ...plan,
        id: newLinkId(),
        status: 'open',
        created_at: at.toISOString(),
        expires_at: new Date(at.getTime() + linkLifetimeMs).toISOString(),
        begun_at: null,
        result_text: null,
        data_source_id: null,
      };
      await save(caller, link, 'absent');
      return link;
    },
    read: async (caller, id) => (await readEntry(caller, id)).value,
    show: (link) => presentLink(link, now()),
    confirm: (caller, id) => follow(caller, id, null),
    giveCredential: (caller, id, credential) => follow(caller, id, credential),
    async deny(caller, id) {
      const { value } = await decide(caller, id, (open) => ({
        ...open,
        status: 'denied',
        result_text: say('links.denied'),
      }));
      return value;
    },
  };
};
