import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import {
  type RJSFSchema,
  type RJSFValidationError,
  toErrorSchema,
  type ValidationData,
  type ValidatorType,
} from '@rjsf/utils';

type Values = Record<string, unknown>;

/** Errors that only say that something inside is wrong, which is said there. */
const outer = new Set(['properties', 'items', 'prefixItems', '$ref', 'allOf', 'additionalProperties', 'if']);

const pathOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

const missing = /^Instance does not have required property "(.*)"\.$/;

const shown = ({ instanceLocation, keyword, error }: OutputUnit): RJSFValidationError => {
  const absent = missing.exec(error)?.[1];
  const path = [...pathOf(instanceLocation), ...(absent === undefined ? [] : [absent])];
  const message = absent === undefined ? error : 'This is required.';
  return { name: keyword, property: path.map((part) => `.${part}`).join(''), message, stack: message };
};

const check = (schema: RJSFSchema, values: unknown) =>
  new Validator(schema as Schema, '2020-12', false).validate(values);

const errorsOf = (schema: RJSFSchema, values: unknown): RJSFValidationError[] => {
  const { errors } = check(schema, values);
  const inner = errors.filter(({ keyword }) => !outer.has(keyword));
  return (inner.length > 0 ? inner : errors).map(shown);
};

/**
 * What the form library validates with. Its usual validator writes functions at run time, which the policy of this
 * page forbids; this one interprets the schema.
 */
export const schemaValidator: ValidatorType<Values> = {
  validateFormData: (values, schema): ValidationData<Values> => {
    const errors = errorsOf(schema, values);
    return { errors, errorSchema: toErrorSchema(errors) };
  },
  isValid: (schema, values, root) => {
    const { $defs, definitions } = root;
    return check({ ...($defs && { $defs }), ...(definitions && { definitions }), ...schema }, values).valid;
  },
  rawValidation: <Result>(schema: RJSFSchema, values?: Values) => ({
    errors: check(schema, values).errors as Result[],
  }),
};
