import type { Schema } from '@cfworker/json-schema';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { apiWithoutAdapters } from '../../scripts/generate-openapi.ts';
import { isAlias } from '../../src/http/openapi.ts';
import { checkAnswers, document, operations, problemOf } from './documented.ts';
import { createTestApp } from './test-app.ts';
import { undocumented } from './undocumented.ts';

describe('the OpenAPI document', () => {
  it('is valid by the schema of OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect([valid, errors, validator.version]).toEqual([true, undefined, '3.1']);
  });

  it('has every route, at the longer prefix, and names each operation once', () => {
    const served = apiWithoutAdapters()
      .routes.filter(({ method, path }) => method !== 'ALL' && !isAlias(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      [...new Set(served)].sort(),
    );
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is served to anybody, with the limits of that server', async () => {
    const { app } = await createTestApp({ env: { CONCIERGE_MAX_RATE_CAP_PER_MINUTE: '77' } });
    const response = await app.fetch(new Request('http://localhost/openapi.json'));
    const served = JSON.stringify(await response.json());
    expect(served).toBe(JSON.stringify(document).replaceAll('"maximum":600}', '"maximum":77}'));
  });
});

type Example = readonly [where: string, schema: Schema, example: unknown];

/** Every example of the document with the schema that it must fit. */
const examplesIn = (part: unknown, where = ''): Example[] => {
  if (typeof part !== 'object' || part === null) return [];
  const { schema, example, examples, ...rest } = part as Record<string, unknown>;
  const own: Example[] = [];
  if (schema !== undefined && example !== undefined) own.push([where, schema as Schema, example]);
  if (schema !== undefined && examples !== undefined)
    for (const { value } of Object.values(examples as object)) own.push([where, schema as Schema, value]);
  if (schema === undefined && Array.isArray(examples))
    for (const shown of examples) own.push([where, part as Schema, shown]);
  const below = Object.entries({ schema, ...rest });
  return [...own, ...below.flatMap(([key, value]) => examplesIn(value, `${where}/${key}`))];
};

describe('an example', () => {
  const examples = examplesIn(document);

  it.each(examples)('of %s fits its schema', (_where, schema, example) => {
    expect(problemOf(schema, example)).toBeNull();
  });

  it('is there for every body and every answer', () => {
    const shown = operations.flatMap(({ operation: { requestBody, responses } }) =>
      [requestBody, ...Object.values(responses)].flatMap((part) => Object.entries(part?.content ?? {})),
    );
    const data = shown.filter(([type]) => /json|event-stream/.test(type));
    expect(data.length).toBeGreaterThan(operations.length);
    expect(data.filter(([, media]) => !('example' in media || 'examples' in media))).toEqual([]);
  });
});

describe('the check of every answer', () => {
  const sandboxes = 'http://localhost/api/v1/storage/sandboxes';
  const frames = { headers: { 'content-type': 'text/event-stream' } };
  const chat = `${sandboxes}/sb_1/concierge/chat`;

  it.each<[what: string, method: string, url: string, answer: Response]>([
    ['a field too many', 'GET', sandboxes, Response.json({ sandboxes: [], count: 0, more: 1 })],
    ['a field too few', 'GET', sandboxes, Response.json({ sandboxes: [] })],
    ['a status', 'GET', sandboxes, Response.json({ sandboxes: [], count: 0 }, { status: 201 })],
    ['a content type', 'GET', sandboxes, new Response('{"sandboxes":[],"count":0}')],
    [
      'an error code',
      'GET',
      sandboxes,
      Response.json({ error: 'odd', detail: '', request_id: '' }, { status: 400 }),
    ],
    ['an answer where nothing is', 'PUT', sandboxes, Response.json({})],
    ['a frame', 'POST', chat, new Response('event: odd\ndata: {}\n\n', frames)],
    ['a field of a frame', 'POST', chat, new Response('event: agent_text_delta\ndata: {}\n\n', frames)],
  ])('finds %s', async (_what, method, url, answer) => {
    const checked = await checkAnswers(async () => answer)(new Request(url, { method }));
    await checked.text();
    expect(undocumented.splice(0)).toHaveLength(1);
  });
});
