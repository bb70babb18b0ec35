import type { Context } from 'hono';
import type { z } from 'zod';
import { errorOfIssues, sentenceOfIssue } from '../domain/issue.ts';
import { validationError } from '../errors.ts';
import type { HttpEnv } from './env.ts';

const jsonType = /^application\/(?:[\w.+-]+\+)?json *(?:;|$)/i;
const maxDepth = 100;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What came as JSON or in a query holds no `undefined`: a field is there or not. */
export type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

const strictForms = new WeakMap<z.ZodObject, z.ZodObject>();

/** Made once: zod compiles each schema when it is first used. */
const strict = <S extends z.core.$ZodShape>(schema: z.ZodObject<S>): z.ZodObject<S> => {
  const made = strictForms.get(schema) ?? schema.strict();
  strictForms.set(schema, made);
  return made as z.ZodObject<S>;
};

/**
 * Checks `value` against the fields of a schema, and that it has no others. Errors: `validation`, naming the
 * first field at fault and what is allowed.
 */
export const check = <S extends z.core.$ZodShape>(
  schema: z.ZodObject<S>,
  value: unknown,
): Given<z.output<z.ZodObject<S>>> => {
  const parsed = strict(schema).safeParse(value, { error: sentenceOfIssue });
  if (parsed.success) return parsed.data as Given<z.output<z.ZodObject<S>>>;
  throw errorOfIssues(parsed.error.issues, Object.keys(schema.shape));
};

/** Without recursion: a body nested without end must not exhaust the stack, here or wherever it is written. */
const requireShallow = (body: unknown): void => {
  let level = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw validationError('body', `The body nests at most ${maxDepth} levels deep.`);
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
};

/** The body of a request. Errors: `validation` for what is not UTF-8, which would be changed in being read. */
export const readText = async (c: Context<HttpEnv>): Promise<string> => {
  const bytes = await c.req.arrayBuffer();
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) throw validationError('body', 'The body is not UTF-8.');
    throw cause;
  }
};

const parseJson = (text: string): unknown => {
  if (text.trim() === '') throw validationError('body', 'The body is empty; send a JSON object.');
  try {
    const body = JSON.parse(text);
    requireShallow(body);
    return body;
  } catch (cause) {
    if (cause instanceof SyntaxError) throw validationError('body', 'The body is not valid JSON.');
    throw cause;
  }
};

/**
 * The JSON body of a request, checked; where it is `optional`, none is `{}`. Errors: `validation` for another content
 * type, what is not JSON, what is not an object or nests too deep, an unknown field, a value out of bounds.
 */
export const readBody = async <S extends z.core.$ZodShape>(
  c: Context<HttpEnv>,
  schema: z.ZodObject<S>,
  { optional }: { optional: boolean },
) => {
  const text = await readText(c);
  if (optional && text === '') return check(schema, {});
  if (!jsonType.test(c.req.header('content-type') ?? ''))
    throw validationError('content-type', 'Send the body as JSON, with `Content-Type: application/json`.');
  return check(schema, parseJson(text));
};

/** The query of a request, checked. A parameter that is not in the schema is refused like an unknown field. */
export const readQuery = <S extends z.core.$ZodShape>(c: Context<HttpEnv>, schema: z.ZodObject<S>) =>
  check(schema, c.req.query());
