import type { z } from 'zod';
import { validationError } from '../errors.ts';
import { sentenceOfIssue } from './issue.ts';

/** `input` as `schema` reads it. Throws `validation` with the first field at fault and the schema's sentence. */
export const parseInput = <S extends z.ZodType>(schema: S, input: unknown): z.output<S> => {
  const result = schema.safeParse(input, { error: sentenceOfIssue });
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw validationError(issue.path.length === 0 ? 'body' : issue.path.join('.'), issue.message);
};
