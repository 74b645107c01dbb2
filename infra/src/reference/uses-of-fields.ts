/** Which fields of the schema a document uses: so that a test can tell which ones no example shows. */
import type { JsonSchema } from './journey-schema.ts';
import { definitionOf } from './fields.ts';

type Definitions = Readonly<Record<string, JsonSchema>>;

/** Every field of the language, as `Rung.until`. The fields of the document itself stand under `Journey`. */
export function fieldsOfLanguage(schema: JsonSchema): readonly string[] {
  return Object.entries({ Journey: schema, ...schema.$defs }).flatMap(([name, { properties = {} }]) =>
    Object.keys(properties).map((field) => `${name}.${field}`),
  );
}

/** The fields that a document uses. */
export function usesOfFields(schema: JsonSchema, document: unknown): ReadonlySet<string> {
  const uses = new Set<string>();
  walk('Journey', schema, document, schema.$defs ?? {}, uses);
  return uses;
}

function walk(
  name: string,
  schema: JsonSchema,
  value: unknown,
  definitions: Definitions,
  uses: Set<string>,
): void {
  if (schema.$ref !== undefined) {
    const definition = definitionOf(schema.$ref);
    return walk(definition, definitions[definition]!, value, definitions, uses);
  }
  if (schema.anyOf !== undefined && schema.properties === undefined) {
    for (const alternative of schema.anyOf.filter((one) => isMeant(one, value, definitions)))
      walk(name, alternative, value, definitions, uses);
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) walk(name, schema.items as JsonSchema, item, definitions, uses);
  } else if (typeof value === 'object' && value !== null) {
    for (const [field, part] of Object.entries(value)) {
      const property = schema.properties?.[field];
      if (typeof property !== 'object') continue;
      uses.add(`${name}.${field}`);
      walk(`${name}.${field}`, property, part, definitions, uses);
    }
  }
}

/** Of several alternatives the one whose required fields are all there. */
function isMeant({ $ref, ...alternative }: JsonSchema, value: unknown, definitions: Definitions): boolean {
  const { type, required = [] } = $ref === undefined ? alternative : definitions[definitionOf($ref)]!;
  if (typeof value !== 'object' || value === null) return type !== 'object';
  return type === 'object' && required.every((field) => field in value);
}
