import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ConciergeError } from '../errors.ts';
import type { HttpEnv } from './env.ts';

const maxBodyBytes = 256 * 1024;

const tooLarge = (): ConciergeError =>
  new ConciergeError('too_large', `A body has at most ${maxBodyBytes / 1024} KiB.`);

/** A body that comes in one piece with its head, as those of programs do. */
const smallBytes = 16 * 1024;

/** Whether it costs nothing to wait for a body of which nothing is known yet. */
export const isSmall = (header: (name: string) => string | null): boolean =>
  Number(header('content-length')) <= smallBytes;

/** Whether the sender vouches for a length within the bound, to which the server holds it. */
export const isBounded = (header: (name: string) => string | null): boolean => {
  const length = header('content-length');
  return length !== null && header('transfer-encoding') === null && Number(length) <= maxBodyBytes;
};

/** Refuses a body over 256 KiB. */
export const boundedBody = (): MiddlewareHandler<HttpEnv> => {
  const counting = bodyLimit({
    maxSize: maxBodyBytes,
    onError: () => {
      throw tooLarge();
    },
  });
  // To look at the body, as the library does first, costs more than all else it does.
  return (c, next) => (isBounded((name) => c.req.raw.headers.get(name)) ? next() : counting(c, next));
};
