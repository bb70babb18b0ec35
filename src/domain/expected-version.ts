import { ConciergeError } from '../errors.ts';

/** Added to a reference by who decided on what they had seen. */
export type Expecting = {
  /** The versions that this was decided on; left out: whichever it has now. */
  expected_versions?: readonly number[] | undefined;
};

/** Throws `precondition_failed` when `present` is none of the versions a caller expects. */
export const requireExpected = (what: string, present: number, { expected_versions }: Expecting): void => {
  if (expected_versions === undefined || expected_versions.includes(present)) return;
  throw new ConciergeError('precondition_failed', `This ${what} has changed meanwhile; look at it again.`, {
    data: { version: present },
  });
};
