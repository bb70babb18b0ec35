import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import committed from '../../docs/openapi.json' with { type: 'json' };
import { parseFrames } from '../conversations/sse-frames.ts';
import { undocumented } from './undocumented.ts';

export type Media = { schema: Schema; example?: unknown };
type Answer = { $ref?: string; content?: Record<string, Media> };
export type Parameter = { name: string; in: 'path' | 'query' | 'header'; schema: Schema; example?: string };
export type DocumentedOperation = {
  operationId: string;
  /** Empty for what wants no key. */
  security?: [];
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: { 'application/json': Media } };
  responses: Record<string, Answer>;
};

/** The committed OpenAPI document. */
export const document = committed as unknown as {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { responses: Record<string, Answer>; schemas: Record<string, Schema> };
};

/** What is wrong with a value, in one line; null when it is as the schema says. */
export const problemOf = (schema: Schema, value: unknown): string | null => {
  const { valid, errors } = validatorOf(schema).validate(value);
  return valid
    ? null
    : errors.map(({ instanceLocation, error }: OutputUnit) => `${instanceLocation} ${error}`).join('; ');
};

const validators = new WeakMap<object, Validator>();
const validatorOf = (schema: Schema): Validator => {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const made = new Validator({ ...schema, components: document.components } as Schema, '2020-12', false);
  validators.set(schema, made);
  return made;
};

/** Every operation, literal paths before those with a parameter in the same place. */
export const operations = Object.entries(document.paths)
  .sort(([one], [other]) => (one.replaceAll('{', '\uffff') < other.replaceAll('{', '\uffff') ? -1 : 1))
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
      pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
    })),
  );

const operationAt = (method: string, path: string): DocumentedOperation | undefined =>
  operations.find(
    (one) =>
      one.method === (method === 'HEAD' ? 'GET' : method) &&
      one.pattern.test(path.replace(/^\/storage(?=\/|$)/, '/api/v1/storage')),
  )?.operation;

const resolved = (answer: Answer): Answer =>
  answer.$ref === undefined ? answer : document.components.responses[answer.$ref.split('/').at(-1)!]!;

/** What may be answered where nothing is. */
const nowhere: DocumentedOperation = {
  operationId: 'nothing',
  responses: Object.fromEntries(
    [
      [400, 'validation'],
      [401, 'unauthorized'],
      [404, 'not_found'],
      [413, 'too_large'],
      [429, 'rate_limited'],
    ].map(([status, code]) => [status, { $ref: `#/components/responses/${code}` }]),
  ),
};

/** Looks at frames as they pass, so that a stream stays one and a client that leaves still cancels it. */
const watchFrames = (response: Response, frame: Schema, report: (problem: string) => void): Response => {
  const decoder = new TextDecoder();
  let begun = '';
  const look = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk);
      const blocks = (begun + decoder.decode(chunk, { stream: true })).split('\n\n');
      begun = blocks.pop()!;
      for (const seen of parseFrames(blocks.join('\n\n'))) {
        const problem = problemOf(frame, seen);
        if (problem !== null) report(`${seen.event}: ${problem}`);
      }
    },
  });
  return new Response(response.body!.pipeThrough(look), response);
};

const bodyProblem = async (response: Response, type: string, media: Media): Promise<string | null> =>
  type === 'application/json'
    ? problemOf(media.schema, await response.clone().json())
    : problemOf(media.schema, await response.clone().text());

const check = async (
  operation: DocumentedOperation,
  response: Response,
  report: (problem: string) => void,
): Promise<Response> => {
  const answer = operation.responses[response.status];
  if (answer === undefined) report('an undocumented status');
  if (answer === undefined || response.body === null) return response;
  const type = (response.headers.get('content-type') ?? '').split(';')[0]!;
  const media = resolved(answer).content?.[type];
  if (media === undefined) {
    report(`an undocumented content type: ${type}`);
    return response;
  }
  const frame = media.schema.contentSchema as Schema | undefined;
  if (frame !== undefined) return watchFrames(response, frame, report);
  const problem = await bodyProblem(response, type, media);
  if (problem !== null) report(problem);
  return response;
};

type Fetch = (request: Request) => Promise<Response>;

/** The same, but every answer that is not as the document says is kept in `undocumented`. */
export const checkAnswers =
  (fetch: Fetch): Fetch =>
  async (request) => {
    const response = await fetch(request);
    const path = new URL(request.url).pathname;
    const isDescribed = request.method !== 'OPTIONS' && !path.startsWith('/mcp/');
    if (!isDescribed) return response;
    const operation = operationAt(request.method, path) ?? nowhere;
    return check(operation, response, (problem) =>
      undocumented.push(`${request.method} ${path} answered ${response.status}: ${problem}`),
    );
  };
