import { z } from 'zod';
import { type ErrorCode, errorCodes } from '../errors.ts';
import { statusOf } from './errors.ts';
import type { JsonSchema, Schemas } from './openapi-schemas.ts';

/** When each code is answered. */
const meanings: Readonly<Record<ErrorCode, string>> = {
  validation: 'A field, parameter or header is not as described; `detail` names it and says what is allowed.',
  unsupported_provider: 'The provider is not offered; `detail` names the one that is.',
  unauthorized: 'The API key is missing, unknown, expired or revoked.',
  not_found: 'There is no such thing, or it belongs to another account.',
  conflict: 'A name is taken, the state does not allow it, or another change came first.',
  precondition_failed: 'The version in `If-Match` is not the present one.',
  too_large: 'The body has more than 256 KiB.',
  rate_limited: 'Too many requests; `Retry-After` has the seconds to wait.',
  internal: 'Something went wrong on our side.',
  upstream_failed: 'The MCP server behind this could not be used.',
  unavailable: 'The store, or the source of a tool, cannot be reached right now.',
  upstream_timeout: 'The MCP server behind this did not answer in time.',
};

const requestId = 'b2f1c3de-5a47-4c1f-9d7e-0c8a6f1b2e34';

const errorSchema = ([code, ...others]: readonly [ErrorCode, ...ErrorCode[]]) =>
  z.object({
    error: z.enum([code, ...others]),
    detail: z.string().describe('A sentence a user can act on.'),
    request_id: z.string(),
  });

const requestIdHeader = { $ref: '#/components/headers/X-Request-Id' };

const headersOf = (codes: readonly ErrorCode[]): JsonSchema => ({
  'X-Request-Id': requestIdHeader,
  ...(codes.some((code) => code === 'rate_limited' || code === 'unavailable') && {
    'Retry-After': { $ref: '#/components/headers/Retry-After' },
  }),
  ...(codes.includes('unauthorized') && {
    'WWW-Authenticate': { schema: { type: 'string', const: 'Bearer' } },
  }),
});

const errorAnswer = (codes: readonly [ErrorCode, ...ErrorCode[]], schemas: Schemas): JsonSchema => {
  const examples = codes.map((error) => [
    error,
    { value: { error, detail: meanings[error], request_id: requestId } },
  ]);
  return {
    description: codes.map((code) => meanings[code]).join(' Or: '),
    headers: headersOf(codes),
    content: {
      'application/json': {
        schema: schemas.show(errorSchema(codes), 'answered'),
        examples: Object.fromEntries(examples),
      },
    },
  };
};

/** Every error by its code, for `components.responses`. */
export const errorAnswers = (schemas: Schemas): JsonSchema =>
  Object.fromEntries(errorCodes.map((code) => [code, errorAnswer([code], schemas)]));

/** The error answers of one operation, by status. */
export const errorsByStatus = (codes: readonly ErrorCode[], schemas: Schemas): JsonSchema => {
  const byStatus = Map.groupBy([...new Set(codes)], (code) => statusOf[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, [code, ...others]]) => [
      status,
      others.length === 0
        ? { $ref: `#/components/responses/${code}` }
        : errorAnswer([code!, ...others], schemas),
    ]),
  );
};
