import type { Context } from 'hono';
import type { Caller } from '../domain/account.ts';
import type { Trace } from '../domain/trace.ts';
import type { ConciergeError } from '../errors.ts';

/** Under it a door of this process names its caller; no header, and nothing else that is sent, can set it. */
export const inProcess = Symbol('caller in process');

/** What comes with one request from inside, and what its middlewares hand on. */
export type HttpEnv = {
  Bindings: { [inProcess]?: Caller };
  Variables: {
    requestId: string;
    /** The request as logs and servers behind us know it; it holds the request id. */
    trace: Trace;
    /** Set by `requireKey`: routes behind it may rely on it. */
    caller: Caller;
    /** Under an `Idempotency-Key`: what the ids of things made derive from. */
    attempt?: string;
    /** The error that was answered, for the log. */
    failure?: ConciergeError;
  };
};

/** Whether a request only looks. */
export const isRead = ({ req }: Context<HttpEnv>): boolean => req.method === 'GET' || req.method === 'HEAD';

/** The sandbox that a route below `/sandboxes/:sandbox_id` is about. */
export const sandboxOf = (c: Context<HttpEnv>): string => c.req.param('sandbox_id') ?? '';
