import type { Credential } from '../domain/credential.ts';

/**
 * A message after capture. `text` is what interpreter, transcript and log may see: every secret in it is
 * replaced by `[credential]`.
 */
export type Redacted = {
  text: string;
  /** The secret found, normalised (no quotes, no `Bearer `); null when there is none. */
  credential: Credential | null;
  /**
   * `answer`: it was asked for and this is it, nothing else is in the message that needs interpreting.
   * `volunteered`: it stood in a message that says more. `doubtful`: asked for, but the message may be something else.
   * `refused`: said not to be the one, so it is kept by nobody.
   */
  kind: 'none' | 'answer' | 'volunteered' | 'doubtful' | 'refused';
};
