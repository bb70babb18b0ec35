import type { z } from 'zod';
import { errorOfIssues, sentenceOfIssue } from './issue.ts';

/** `input` as `schema` reads it. Throws `validation` with the first field at fault and the schema's sentence. */
export const parseInput = <S extends z.ZodType>(schema: S, input: unknown): z.output<S> => {
  const result = schema.safeParse(input, { error: sentenceOfIssue });
  if (result.success) return result.data;
  const known = 'shape' in schema ? Object.keys(schema.shape as object) : [];
  throw errorOfIssues(result.error.issues, known);
};
