import type { Context } from 'hono';
import type { z } from 'zod';
import { visibleText } from '../domain/text.ts';
import { type ConciergeError, validationError } from '../errors.ts';
import type { HttpEnv } from './env.ts';

type Issue = z.core.$ZodIssue;

const jsonType = /^application\/(?:[\w.+-]+\+)?json *(?:;|$)/i;
const maxShownKey = 64;

const shownKey = (key: PropertyKey): string => visibleText(String(key)).slice(0, maxShownKey);

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number'
        ? `${text}[${part}]`
        : text === ''
          ? shownKey(part)
          : `${text}.${shownKey(part)}`,
    '',
  );

const unitOf = (origin: string): string =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';

/** What is allowed, in our words; never the value that was given. */
const allowed = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${article(issue.expected)}`;
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'must not be empty'
        : `must be at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'custom':
      return issue.message;
    default:
      return 'has a form that is not allowed';
  }
};

const article = (type: string): string =>
  type === 'int' ? 'a whole number' : /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;

const toError = (issue: Issue, known: readonly string[]): ConciergeError => {
  if (issue.code === 'unrecognized_keys') {
    const field = pathOf([...issue.path, issue.keys[0] ?? '']);
    const list = issue.path.length === 0 ? `; allowed are: ${known.join(', ')}` : '';
    return validationError(field, `\`${field}\` is not a field here${list}.`);
  }
  const field = pathOf(issue.path);
  return field === ''
    ? validationError('body', 'The body must be a JSON object.')
    : validationError(field, `\`${field}\` ${allowed(issue)}.`);
};

/** Checks `value` against a schema. Errors: `validation`, naming the first field at fault and what is allowed. */
export const check = <S extends z.ZodObject>(schema: S, value: unknown): z.infer<S> => {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw toError(parsed.error.issues[0]!, Object.keys(schema.shape));
};

/**
 * The JSON body of a request, checked. Errors: `validation` for another content type, what is not JSON, what
 * is not an object, an unknown field, a value out of bounds.
 */
export const readBody = async <S extends z.ZodObject>(
  c: Context<HttpEnv>,
  schema: S,
): Promise<z.infer<S>> => {
  if (!jsonType.test(c.req.header('content-type') ?? ''))
    throw validationError('content-type', 'Send the body as JSON, with `Content-Type: application/json`.');
  return check(schema, await parseJson(c));
};

const parseJson = async (c: Context<HttpEnv>): Promise<unknown> => {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw validationError('body', 'The body is not valid JSON.');
    throw cause;
  }
};

/** The query of a request, checked. A parameter that is not in the schema is refused like an unknown field. */
export const readQuery = <S extends z.ZodObject>(c: Context<HttpEnv>, schema: S): z.infer<S> =>
  check(schema, c.req.query());
