import type { Command } from '../../commands.ts';
import type { View } from '../../interpreter.ts';

const revokesIt =
  /^(?:(?:no|ok|okay|well|actually|instead|and|now|just|please|can you|could you|i want to|let us|let['’]?s)[,.!\s]+)*revoke (?:it|that|this|(?:that|this) (?:one|source|server))(?:[, ]+(?:please|now|instead|then|too))*[\s.!]*$/i;

/**
 * "revoke it", at the question whether to go on with what waits: a registration that waits is dropped, and only what is
 * registered can be revoked. It is asked for by its name before it is done.
 */
export const revokesWhat = (text: string, { awaiting }: View): Command[] | null =>
  awaiting === 'resume' && revokesIt.test(text.trim()) ? [{ command: 'revoke', source: 'it' }] : null;
