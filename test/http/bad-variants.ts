import type { Schema } from '@cfworker/json-schema';
import { type DocumentedOperation, problemOf } from './documented.ts';

type Route = { method: string; path: string; operation: DocumentedOperation };
/** What stands for each path parameter in a request that is otherwise well. */
export type Place = Readonly<Record<string, string>>;
/** A request with one thing wrong. `refused`: by the document it must not pass; else it only must not break. */
export type Variant = { what: string; path: string; init: RequestInit; refused: boolean };

const nul = '\u0000';
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const oddSegments = [
  '%00',
  '%ff',
  '%E0%A4%A',
  '..%2f..%2f',
  '%2e%2e%2f',
  '__proto__',
  'constructor',
  'null',
  '%20',
  '0',
  '-1',
  '%F0%9F%92%A5',
  '%E2%80%AE',
  "';--",
  '%7B%7D',
  '*',
  ':id',
  '%0d%0aX-A:b',
  'x'.repeat(3000),
  'sb_01kb4z3t5w8q9v7n2m6h1c0xjd',
];
const oddSuffixes = [
  '/',
  '//',
  '/..%2f',
  '%00',
  '/%ff',
  '/__proto__',
  '/x',
  ';a=b',
  '/.',
  '%2F',
  '.json',
  '/*',
];
const oddQueries = [
  '__proto__=1',
  'a=1&a=2',
  '%ff=%ff',
  'a[b]=1',
  '%00',
  'constructor',
  `a=${'x'.repeat(3000)}`,
];
const oddKeys = [
  undefined,
  '',
  'Bearer',
  'Bearer ',
  'Basic b2xr',
  'Bearer olk_unknown',
  `Bearer ${'x'.repeat(600)}`,
  'Bearer é',
];
const oddMethods = ['PUT', 'PROPFIND', 'get2'];
const oddTypes = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/jsonx',
  '',
];
const oddBodies = [
  '',
  'null',
  'true',
  '7',
  '"text"',
  '[]',
  '[{}]',
  '{',
  '{"a":}',
  '{} {}',
  "{'a':1}",
  '{"a":1,}',
  'NaN',
  '\ufeff{',
  nul,
  nested(100_000),
  '{"a":'.repeat(20_000),
];
const oddValues: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  '',
  ' ',
  nul,
  '\ud800',
  '\u202e\u200b',
  '💥'.repeat(70),
  '__proto__',
  'x'.repeat(9000),
  [],
  [null],
  [[[]]],
  {},
  JSON.parse('{"__proto__":{"x":1}}'),
  { surprise: { surprise: 1 } },
];

const oddFields = [
  'surprise',
  '__proto__',
  'constructor',
  'toString',
  '',
  '\\u0000',
  '\\ud800',
  'x'.repeat(999),
];

const fill = (path: string, place: Place): string => path.replace(/\{(\w+)\}/g, (_, name) => place[name]!);
const show = (text: string): string => JSON.stringify(text).slice(0, 60);

const inPath = ({ method, path, operation }: Route, place: Place): Variant[] => {
  const init = { method };
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return names.flatMap((name) =>
    oddSegments.map((segment) => ({
      what: `${name} = ${show(segment)}`,
      path: fill(path, { ...place, [name]: segment }),
      init,
      // The web page is the same at every address of its own; what it then asks for is refused.
      refused: operation.responses[200]?.content?.['text/html'] === undefined,
    })),
  );
};

const aroundIt = ({ method, path, operation }: Route, place: Place): Variant[] => {
  const at = fill(path, place);
  const takesKey = path.startsWith('/api/v1');
  const reads = method === 'GET';
  const suffixes = oddSuffixes.map((suffix) => ({
    what: `…${suffix}`,
    path: at + suffix,
    init: { method },
    refused: false,
  }));
  const queries = oddQueries.map((query) => ({
    what: `?${query}`,
    path: `${at}?${query}`,
    init: { method },
    refused: operation.parameters?.some((one) => one.in === 'query') ?? false,
  }));
  const keys = oddKeys.map((key) => ({
    what: `Authorization: ${key}`,
    path: at,
    init: { method, headers: { authorization: key ?? '' } },
    refused: operation.security === undefined,
  }));
  const methods = oddMethods.map((odd) => ({ what: odd, path: at, init: { method: odd }, refused: true }));
  return [...methods, ...(reads ? [...suffixes, ...queries] : []), ...(takesKey ? keys : [])];
};

const inQuery = ({ method, path, operation }: Route, place: Place): Variant[] =>
  (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .flatMap(({ name, schema }) =>
      ['', '%00', '-1', '0', '1.5', '1e9', 'nonsense', '%F0%9F%92%A5', '__proto__', `1&${name}=2`].map(
        (value) => ({
          what: `${name}=${value}`,
          path: `${fill(path, place)}?${name}=${value}`,
          init: { method },
          refused: schema.enum !== undefined,
        }),
      ),
    );

/** Values at and beyond what a schema allows. */
const beyond = ({ maxLength, maximum, minimum, maxItems }: Schema): unknown[] => [
  ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
  ...(maximum === undefined ? [] : [maximum + 1]),
  ...(minimum === undefined ? [] : [minimum - 1]),
  ...(maxItems === undefined ? [] : [Array(maxItems + 1).fill('x')]),
];

/** A body as text, and whether the document forbids it. */
type Body = { what: string; body: string; refused: boolean };

const fieldsOf = (schema: Schema): [field: string, own: Schema][] =>
  Object.entries((schema.properties ?? {}) as Record<string, Schema>);

/** One field spoilt or left out. */
const spoilt = (schema: Schema, good: object): Body[] =>
  fieldsOf(schema).flatMap(([field, own]) =>
    [undefined, ...oddValues, ...beyond(own), ...(own.anyOf ?? []).flatMap(beyond)].map((value) => {
      const body = JSON.stringify({ ...good, [field]: value });
      const refused = problemOf(schema, JSON.parse(body)) !== null;
      return { what: `${field} = ${show(JSON.stringify(value) ?? 'absent')}`, body, refused };
    }),
  );

/** One field doubled, nested beyond reason, or added. */
const swollen = (schema: Schema, good: object): Body[] => {
  const text = JSON.stringify(good);
  const own = fieldsOf(schema).map(([field]) => field);
  const deep = [nested(50_000), `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`];
  const with_ = (field: string, json: string): string =>
    `${text.slice(0, -1)}${text === '{}' ? '' : ','}"${field}":${json}}`;
  const added = [...oddFields.map((field) => [field, '{"x":1}']), ['surprise', `"${'x'.repeat(300_000)}"`]];
  return [
    ...own.map((field) => ({ what: `${field} twice`, body: with_(field, '[[]]') })),
    ...own.flatMap((field) => deep.map((json) => ({ what: `${field} nested`, body: with_(field, json) }))),
    ...added.map(([field = '', json = '']) => ({ what: `a field ${show(field)}`, body: with_(field, json) })),
  ].map((one) => ({ ...one, refused: !one.what.endsWith('twice') }));
};

const inBody = ({ method, path, operation }: Route, place: Place): Variant[] => {
  const { required, content } = operation.requestBody!;
  const { schema, example } = content['application/json'];
  const at = fill(path, place);
  const broken = oddBodies.map((body) => ({ what: show(body), body, refused: body !== '' || required }));
  const typed = oddTypes.map((type) => ({
    what: `Content-Type: ${type}`,
    path: at,
    init: { method, headers: { 'content-type': type }, body: JSON.stringify(example) },
    refused: true,
  }));
  const written = [...broken, ...spoilt(schema, example as object), ...swollen(schema, example as object)];
  return [...typed, ...written.map(({ body, ...one }) => ({ ...one, path: at, init: { method, body } }))];
};

/** Anything at all where no body is taken. */
const unwanted = ({ method, path }: Route, place: Place): Variant[] =>
  [...oddBodies.filter((body) => body !== ''), ...oddFields.map((field) => `{"${field}":1}`)].map((body) => ({
    what: `the body ${show(body)}`,
    path: fill(path, place),
    init: { method, body },
    refused: true,
  }));

/** Requests to one route with one thing wrong each, made from what the document says of it. */
export const badVariants = (route: Route, place: Place): Variant[] => [
  ...inPath(route, place),
  ...aroundIt(route, place),
  ...inQuery(route, place),
  ...(route.operation.requestBody === undefined ? [] : inBody(route, place)),
  ...(route.operation.requestBody === undefined && route.method !== 'GET' ? unwanted(route, place) : []),
];
