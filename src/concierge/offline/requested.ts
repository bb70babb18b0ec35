import type { View } from '../interpreter.ts';
import { moodOf } from './clause/mood.ts';
import { clausesOf } from './tokens/clauses.ts';
import { rawOf, tokenise } from './tokens/phrase.ts';

/** What a message asks for, clause by clause as it was written: without what it wonders, refuses, tells or puts off. */
export const requestedIn = (text: string, view: View): string[] =>
  clausesOf(tokenise(text), view)
    .filter(({ norm }) => moodOf(norm) === 'request')
    .map((clause) => rawOf(clause, 0, clause.tokens.length));
