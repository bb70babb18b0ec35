import type { RouterRoute } from 'hono/types';
import type { z } from 'zod';
import { exampleId } from '../domain/answer-fields.ts';
import type { ErrorCode } from '../errors.ts';
import { errorAnswers, errorsByStatus } from './openapi-errors.ts';
import { exampleOf, streamExample } from './openapi-examples.ts';
import { createSchemas, type JsonSchema, type Schemas } from './openapi-schemas.ts';
import { type Answer, type Operation, operationOf, type RequestHeader } from './operation.ts';

export type OpenApiDocument = {
  openapi: string;
  paths: Record<string, Record<string, JsonSchema>>;
  components: Record<string, JsonSchema>;
  [key: string]: unknown;
};

const description = `Connect your own MCP server to your agents by talking.

Every path that begins with \`/api/v1/storage\` also answers at \`/storage\`. Bodies are JSON of at most 256 KiB; an
unknown field is refused. What belongs to another account does not exist: 404. The catalog of a sandbox or an agent is
also an MCP server, at \`/mcp/{sandbox_id}\` and \`/mcp/{sandbox_id}/{agent_slug}\`, with the same key.`;

const pathParameters: Readonly<Record<string, { description: string; example: string }>> = {
  sandbox_id: { description: 'The id of a sandbox.', example: exampleId('sandbox') },
  data_source_id: { description: 'The id of a source.', example: exampleId('source') },
  session_id: { description: 'The id of a conversation.', example: exampleId('session') },
  run_id: { description: 'The id of a run.', example: exampleId('run') },
  link_id: {
    description: 'The id of a change that waits for its user.',
    example: 'lk_5f0c7d2e9a41b86377c1d0e4f2a9b8c6d5e4f3a2b1c0d9e8',
  },
  id: { description: 'The id of the API key or the link.', example: exampleId('key') },
  slug: { description: 'The slug of an agent.', example: 'support' },
  name: { description: 'The callable name of a tool.', example: 'acme-docs__search_docs' },
  file: { description: 'A file of the page.', example: 'start.js' },
};

const headerParameters: Readonly<Record<RequestHeader, JsonSchema>> = {
  'Idempotency-Key': {
    description: 'The same key and body give the same answer, so that a request can be sent again.',
    schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[ -~]+$' },
    example: 'deploy-7',
  },
  'If-Match': {
    description: 'The `version` that the change was decided on; another one is refused.',
    schema: { type: 'string' },
    example: '"3"',
  },
};

/** What a header can make of a request that would go well without it. */
const errorOfHeader: Readonly<Record<RequestHeader, ErrorCode>> = {
  'Idempotency-Key': 'conflict',
  'If-Match': 'precondition_failed',
};

/** The part of the API that a path is in, from its longest known beginning. */
const tagOf = (path: string): string => {
  const part = /^\/api\/v1\/storage\/sandboxes\/\{\w+\}\/(sources|agents|concierge)/.exec(path)?.[1];
  if (part !== undefined) return part[0]!.toUpperCase() + part.slice(1);
  if (path.startsWith('/api/v1/storage')) return 'Sandboxes';
  if (path.startsWith('/api/v1/links')) return 'Links';
  return path.startsWith('/api/v1') ? 'Account' : 'Server';
};

const requestIdHeader = { 'X-Request-Id': { $ref: '#/components/headers/X-Request-Id' } };

const contentOf = (answer: Answer, schemas: Schemas): JsonSchema | null => {
  if (answer === null) return null;
  if ('text' in answer)
    return Object.fromEntries(answer.text.map((type) => [`text/${type}`, { schema: { type: 'string' } }]));
  if (!('frames' in answer)) {
    const schema = schemas.show(answer, 'answered');
    return { 'application/json': { schema, example: exampleOf(schema, schemas) } };
  }
  const contentSchema = schemas.show(answer.frames, 'answered');
  const description =
    'Server-sent events: each is `event: <event>` and one line `data: <data as JSON>`; comment lines keep the connection open.';
  return {
    'text/event-stream': {
      schema: { type: 'string', contentMediaType: 'text/event-stream', contentSchema, description },
      example: streamExample(contentSchema, schemas),
    },
  };
};

const successOf = ({ answer, status = 200 }: Operation, schemas: Schemas): JsonSchema => {
  if (answer === 'refused') return {};
  const content = contentOf(answer, schemas);
  const done = { 200: 'Done.', 201: 'Created.', 202: 'Begun.', 204: 'Done; nothing is answered.' }[status];
  return { [status]: { description: done, headers: requestIdHeader, ...(content !== null && { content }) } };
};

const queryParameters = (query: z.ZodObject, schemas: Schemas): JsonSchema[] => {
  const { properties = {}, required = [] } = schemas.show(query, 'sent') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
    ...(description !== undefined && { description }),
  }));
};

const parametersOf = (path: string, { query, headers = [] }: Operation, schemas: Schemas): JsonSchema[] => [
  ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const { description, example } = pathParameters[name]!;
    return { name, in: 'path', required: true, description, schema: { type: 'string' }, example };
  }),
  ...(query === undefined ? [] : queryParameters(query, schemas)),
  ...headers.map((name) => ({ name, in: 'header', ...headerParameters[name] })),
];

const bodyOf = ({ body, bodyOptional = false, example }: Operation, schemas: Schemas): JsonSchema => {
  if (body === undefined) return {};
  const schema = schemas.show(body.strict(), 'sent');
  return {
    requestBody: { required: !bodyOptional, content: { 'application/json': { schema, example } } },
  };
};

/** Codes that no operation needs to name: they come from what stands before every route. */
const commonErrors = (path: string, hasKey: boolean): ErrorCode[] => [
  'validation',
  ...(hasKey ? (['unauthorized', 'rate_limited', 'unavailable'] as const) : []),
  ...(path.includes('{') ? (['not_found'] as const) : []),
  'too_large',
  'internal',
];

const showOperation = (path: string, operation: Operation, schemas: Schemas): JsonSchema => {
  const hasKey = path.startsWith('/api/v1') && operation.open !== true;
  const parameters = parametersOf(path, operation, schemas);
  const { errors: own = [], headers = [] } = operation;
  const ofHeaders = headers.map((name) => errorOfHeader[name]);
  const errors = errorsByStatus([...commonErrors(path, hasKey), ...own, ...ofHeaders], schemas);
  return {
    operationId: operation.id,
    summary: operation.summary,
    ...(operation.description !== undefined && { description: operation.description }),
    tags: [tagOf(path)],
    ...(hasKey ? {} : { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...bodyOf(operation, schemas),
    responses: { ...successOf(operation, schemas), ...errors },
  };
};

/** True for the shorter of the two prefixes of a route. */
export const isAlias = (path: string): boolean => path.startsWith('/storage');

/** The OpenAPI 3.1 document of the routes that carry an operation, made from the schemas that check them. */
export const openApiDocument = (routes: readonly RouterRoute[]): OpenApiDocument => {
  const schemas = createSchemas();
  const paths: OpenApiDocument['paths'] = {};
  for (const { method, path: pattern, handler } of routes) {
    const operation = operationOf(handler);
    if (operation === undefined || isAlias(pattern)) continue;
    const path = pattern.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [method.toLowerCase()]: showOperation(path, operation, schemas) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Concierge',
      version: '1',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }, { pageSession: [] }],
    tags: ['Sandboxes', 'Sources', 'Agents', 'Concierge', 'Links', 'Account', 'Server'].map((name) => ({
      name,
    })),
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: `Authorization: Bearer olk_…`.' },
        pageSession: {
          type: 'apiKey',
          in: 'cookie',
          name: 'concierge_session',
          description:
            'What `signIn` sets, for the page; the name ends in the port where there is one, and begins with `__Host-` over TLS.',
        },
      },
      headers: {
        'X-Request-Id': { description: 'Names the request in the log.', schema: { type: 'string' } },
        'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
      },
      responses: errorAnswers(schemas),
      schemas: schemas.named,
    },
  };
};
