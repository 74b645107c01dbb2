/** The fields of a construct as a table, read from the JSON Schema. */
import type { JsonSchema } from './journey-schema.ts';
import { anchorOf, code, table } from './markdown.ts';

type Part = boolean | JsonSchema;

/** What the tables need to know of the page around them. */
export interface Surroundings {
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  /** Under which heading a definition is told. */
  headingOf(definition: string): string;
}

/** A row for each field but `without`: its type, limits, default and meaning. */
export function fieldsTable(
  { properties = {}, required = [] }: JsonSchema,
  page: Surroundings,
  without: readonly string[] = [],
): string {
  const rows = Object.entries(properties)
    .filter(([name]) => !without.includes(name))
    .map(([name, field]) => {
      const schema = asSchema(field);
      const isRequired = required.includes(name);
      return [
        code(name),
        typeOf(schema, page),
        limitsOf(schema),
        isRequired ? 'required' : defaultOf(schema),
        schema.description ?? '',
      ];
    });
  return table(['field', 'type', 'limits', 'default', 'meaning'], rows);
}

/** The type of a value in words, linked to where it is told. */
export function typeOf(schema: JsonSchema, page: Surroundings): string {
  const { $ref, type, anyOf, properties, additionalProperties, propertyNames, items } = schema;
  if ($ref !== undefined) return link(definitionOf($ref), page);
  if (anyOf !== undefined) return anyOf.map((alternative) => typeOf(alternative, page)).join(' or ');
  if (schema.enum !== undefined) return schema.enum.map((value) => code(String(value))).join(', ');
  if (schema.const !== undefined) return code(String(schema.const));
  if (type === 'array') return `list of ${typeOf(asSchema(Array.isArray(items) ? items[0] : items), page)}`;
  if (type === 'integer') return 'whole number';
  if (schema.format === 'date-time') return valueLink('instant', page);
  if (Array.isArray(type)) return `${valueLink('name', page)}, or a name by outcome`;
  if (type === 'object' && properties === undefined && propertyNames !== undefined)
    return `${typeOf(asSchema(additionalProperties), page)} by ${typeOf(asSchema(propertyNames), page)}`;
  if (type === 'string' && schema.pattern !== undefined) return valueLink('name', page);
  if (type === 'string') return 'text';
  throw new TypeError(`the reference has no words for ${JSON.stringify(schema)}`);
}

/** The definition that a reference leads to. */
export const definitionOf = (ref: string): string => ref.replace('#/$defs/', '');

const asSchema = (part: Part | undefined): JsonSchema => (typeof part === 'object' ? part : {});

function link(definition: string, page: Surroundings): string {
  const title = page.definitions[definition]?.title;
  if (title === undefined) throw new TypeError(`${definition} has no title`);
  return `[${title}](#${anchorOf(page.headingOf(definition))})`;
}

function valueLink(word: string, page: Surroundings): string {
  return `[${word}](#${anchorOf(page.headingOf('Duration'))})`;
}

function limitsOf(schema: JsonSchema): string {
  const { minimum, maximum, minItems, maxItems, minProperties, maxProperties } = schema;
  return range(minimum, maximum) ?? range(minItems, maxItems) ?? range(minProperties, maxProperties) ?? '';
}

function range(least: number | undefined, most: number | undefined): string | undefined {
  return most === undefined ? undefined : `${least ?? 0} to ${most.toLocaleString('en')}`;
}

function defaultOf({ default: value }: JsonSchema): string {
  if (value === undefined) return '';
  return code(typeof value === 'string' ? value : JSON.stringify(value));
}
