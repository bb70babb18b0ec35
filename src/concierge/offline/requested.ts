import type { View } from '../interpreter.ts';
import { clausesOf } from './clauses.ts';
import { moodOf } from './mood.ts';
import { rawOf, tokenise } from './phrase.ts';

/** What a message asks for, clause by clause as it was written: without what it wonders, refuses, tells or puts off. */
export const requestedIn = (text: string, view: View): string[] =>
  clausesOf(tokenise(text), view)
    .filter(({ norm }) => moodOf(norm) === 'request')
    .map((clause) => rawOf(clause, 0, clause.tokens.length));
