import type { MiddlewareHandler } from 'hono';
import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import { type HttpEnv, isRead } from './env.ts';
import { type Given, readBody, readQuery } from './validate.ts';

/** What a request may carry in a header of its own. */
export type RequestHeader = 'Idempotency-Key' | 'If-Match';

/** What is answered when all goes well: JSON, the frames of a turn, something to read, or nothing. */
export type Answer =
  | z.ZodType
  | { frames: z.ZodType }
  | { text: readonly ('plain' | 'html' | 'css' | 'javascript')[] }
  | null;

export type Operation<Body extends z.ZodObject = z.ZodObject, Query extends z.ZodObject = z.ZodObject> = {
  /** Unique in the API, for generated clients. */
  id: string;
  summary: string;
  description?: string;
  query?: Query;
  body?: Body;
  /** A body that passes, to show; a test sends each to its schema. */
  example?: z.input<NoInfer<Body>>;
  /** True when the request may come without its body. */
  bodyOptional?: boolean;
  headers?: readonly RequestHeader[];
  /** True for a route below `/api/v1` that wants no key. */
  open?: boolean;
  /** 200 unless said otherwise. */
  status?: 200 | 201 | 202 | 204;
  /** `refused`: it never goes well. */
  answer: Answer | 'refused';
  /** Codes beside those that any operation can answer. */
  errors?: readonly ErrorCode[];
};

/** What a handler reads by `c.req.valid`, and a typed client must send; nothing for what is not described. */
type Part<Name extends string, Fields extends z.ZodObject> = z.ZodObject extends Fields
  ? Record<never, never>
  : { in: { [N in Name]: z.input<Fields> }; out: { [N in Name]: Given<z.output<Fields>> } };
type Checked<Body extends z.ZodObject, Query extends z.ZodObject> = Part<'json', Body> & Part<'query', Query>;

/** The body of a request that takes none, so that no field is lost in silence. */
const nothing = z.object({});

const operations = new WeakMap<object, Operation>();

/** What `operation` was told of a route whose handlers this one is among. */
export const operationOf = (handler: object): Operation | undefined => operations.get(handler);

/**
 * Describes a route for the OpenAPI document, and checks its query and body by the very schemas that are
 * described: `c.req.valid('query')`, `c.req.valid('json')`. Errors: `validation`.
 */
export const operation = <Body extends z.ZodObject = z.ZodObject, Query extends z.ZodObject = z.ZodObject>(
  described: Operation<Body, Query>,
): MiddlewareHandler<HttpEnv, string, Checked<Body, Query>> => {
  const { query, body, bodyOptional = false, answer } = described;
  const middleware: MiddlewareHandler<HttpEnv, string, Checked<Body, Query>> = async (c, next) => {
    if (query !== undefined) c.req.addValidatedData('query', readQuery(c, query));
    if (body !== undefined)
      c.req.addValidatedData('json', await readBody(c, body, { optional: bodyOptional }));
    else if (!isRead(c) && answer !== 'refused') await readBody(c, nothing, { optional: true });
    await next();
  };
  operations.set(middleware, described as unknown as Operation);
  return middleware;
};
