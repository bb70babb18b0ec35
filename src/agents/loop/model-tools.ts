import type { CatalogTool } from '../../catalog/port.ts';
import type { ModelTool } from './model.ts';

type Schema = Record<string, unknown>;
type Properties = [name: string, schema: unknown][];

/** What the Messages API takes as the name of a parameter. One tool that has others fails the whole request. */
const legalName = /^[a-zA-Z0-9_.-]{1,64}$/;
const maxName = 64;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const propertiesOf = ({ properties }: Schema): Properties =>
  isSchema(properties) ? Object.entries(properties) : [];
const branchesOf = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);
const requiredOf = ({ required }: Schema): string[] =>
  Array.isArray(required) ? required.filter((name): name is string => typeof name === 'string') : [];

/**
 * The API takes no alternatives at the top of a schema. Their parameters become optional ones of the tool; which
 * belong together is then for the tool's own server to say.
 */
const withoutAlternatives = (schema: Schema): Schema => {
  const { oneOf, anyOf, allOf, ...rest } = schema;
  const parts = branchesOf(allOf);
  const branches = [...branchesOf(oneOf), ...branchesOf(anyOf), ...parts];
  if (oneOf === undefined && anyOf === undefined && allOf === undefined) return schema;
  const own = propertiesOf(rest);
  const known = new Set(own.map(([name]) => name));
  const inner = branches.flatMap(propertiesOf).filter(([name]) => !known.has(name));
  const merged = [...Map.groupBy(inner, ([name]) => name)].map(([name, all]): Properties[number] => {
    const schemas = all.map(([, one]) => one);
    return [name, schemas.length === 1 ? schemas[0] : { anyOf: schemas }];
  });
  const required = [...new Set([rest, ...parts].flatMap(requiredOf))];
  return { ...rest, properties: Object.fromEntries([...own, ...merged]), required };
};

/** Legal names for parameters, by their own ones; only those that need another are in it. */
const renamed = (names: string[]): Map<string, string> => {
  const taken = new Set(names.filter((name) => legalName.test(name)));
  const renames = new Map<string, string>();
  for (const name of names) {
    if (legalName.test(name)) continue;
    const base = name.replace(/[^a-zA-Z0-9_.-]/g, '_').slice(0, maxName - 4) || '_';
    let legal = base;
    for (let count = 2; taken.has(legal); count++) legal = `${base}_${count}`;
    taken.add(legal);
    renames.set(name, legal);
  }
  return renames;
};

/** A tool as a model is given it, and the way back from what the model calls its parameters. */
export type OfferedTool = { tool: ModelTool; own: ReadonlyMap<string, string> };

/** A tool of the catalog in a form that the Messages API takes, whatever its server wrote into its schema. */
export const offerTool = ({ name, description, input_schema }: CatalogTool): OfferedTool => {
  const schema = withoutAlternatives(input_schema);
  const properties = propertiesOf(schema);
  const renames = renamed(properties.map(([property]) => property));
  const legal = (property: string): string => renames.get(property) ?? property;
  const changes =
    renames.size === 0
      ? {}
      : {
          properties: Object.fromEntries(properties.map(([property, one]) => [legal(property), one])),
          required: requiredOf(schema).map(legal),
        };
  const tool: ModelTool = {
    name,
    ...(description === '' ? {} : { description }),
    input_schema: { ...schema, ...changes, type: 'object' },
  };
  return { tool, own: new Map([...renames].map(([own, given]) => [given, own])) };
};

/** The arguments of a call under the names that the tool's server knows; null when they are no object. */
export const ownArguments = (input: unknown, offered: OfferedTool | undefined): Schema | null =>
  isSchema(input)
    ? Object.fromEntries(Object.entries(input).map(([key, value]) => [offered?.own.get(key) ?? key, value]))
    : null;
