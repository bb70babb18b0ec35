/** JSON Schema 2020-12: where subschemas stand. */
export const subschemaKeywords: ReadonlySet<string> = new Set([
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'items',
  'unevaluatedItems',
  'contains',
  'not',
  'if',
  'then',
  'else',
  'contentSchema',
]);
export const subschemaListKeywords: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
export const subschemaMapKeywords: ReadonlySet<string> = new Set([
  '$defs',
  'definitions',
  'properties',
  'patternProperties',
  'dependentSchemas',
]);

/** Keywords whose value is prose. */
export const proseKeywords: ReadonlySet<string> = new Set(['title', 'description', '$comment']);

export type JsonObject = Record<string, unknown>;
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const typeNames = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);
const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isSchema = (value: unknown): boolean => isObject(value) || isFlag(value);
const isTypeName = (value: unknown): boolean => typeof value === 'string' && typeNames.has(value);

const rules: [keywords: Iterable<string>, isLegal: (value: unknown) => boolean, expected: string][] = [
  [subschemaKeywords, isSchema, 'a schema'],
  [
    subschemaListKeywords,
    (value) => Array.isArray(value) && value.length > 0 && value.every(isSchema),
    'a list of schemas',
  ],
  [subschemaMapKeywords, (value) => isObject(value) && Object.values(value).every(isSchema), 'named schemas'],
  [proseKeywords, isText, 'a text'],
  [
    ['$id', '$schema', '$anchor', '$ref', '$dynamicRef', '$dynamicAnchor', 'pattern', 'format'],
    isText,
    'a text',
  ],
  [['contentEncoding', 'contentMediaType'], isText, 'a text'],
  [['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties'], isCount, 'a whole number'],
  [['maxProperties', 'minContains', 'maxContains'], isCount, 'a whole number'],
  [['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'], isNumber, 'a number'],
  [['multipleOf'], (value) => typeof value === 'number' && value > 0, 'a number above 0'],
  [['uniqueItems', 'deprecated', 'readOnly', 'writeOnly'], isFlag, '`true` or `false`'],
  [['required'], isTextList, 'a list of names'],
  [['enum', 'examples'], Array.isArray, 'a list'],
  [
    ['type'],
    (value) => isTypeName(value) || (Array.isArray(value) && value.length > 0 && value.every(isTypeName)),
    'one of the seven JSON types, or a list of them',
  ],
  [
    ['dependentRequired'],
    (value) => isObject(value) && Object.values(value).every(isTextList),
    'lists of names',
  ],
];

const rulesByKeyword = new Map(
  rules.flatMap(([keywords, isLegal, expected]) =>
    Array.from(keywords, (keyword) => [keyword, { isLegal, expected }] as const),
  ),
);

/** What a 2020-12 keyword must hold when `value` is not that, else null. Unknown keywords may hold anything. */
export const keywordProblem = (keyword: string, value: unknown): string | null => {
  const rule = rulesByKeyword.get(keyword);
  return rule === undefined || rule.isLegal(value) ? null : `\`${keyword}\` must be ${rule.expected}`;
};

/** The schemas directly inside a schema. */
export const subschemas = function* (schema: JsonObject): Generator<unknown> {
  for (const [keyword, value] of Object.entries(schema)) {
    if (subschemaKeywords.has(keyword)) yield value;
    else if (subschemaListKeywords.has(keyword) && Array.isArray(value)) yield* value;
    else if (subschemaMapKeywords.has(keyword) && isObject(value)) yield* Object.values(value);
  }
};
