/** Scenarios as JSON Schema (draft 2020-12), for editors: generated from the schema that reads them. */
import { CHANNELS, Name } from '@hermod/contracts';
import { ScenarioSchema } from '@hermod/journey';
import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** JSON Schema's patterns know no flags: `i` is written out. */
const NAME = z.toJSONSchema(Name).pattern!;
const ANY_NAME = NAME.replaceAll('a-z', 'a-zA-Z');

/** The schema of a scenario. What needs more than a shape stays with the reader: whether a time comes, say. */
export function scenarioSchema(): JsonSchema {
  const { $schema, title, ...rest } = z.toJSONSchema(ScenarioSchema, { io: 'input', override: refine });
  return JSON.parse(JSON.stringify({ $schema, title, ...rest })) as JsonSchema;
}

/** The same as text, as it is checked in. */
export const scenarioSchemaDocument = (): string => `${JSON.stringify(scenarioSchema(), undefined, 2)}\n`;

function refine({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }): void {
  const id = z.globalRegistry.get(zodSchema)?.id;
  if (id === 'ExpectedMessage')
    jsonSchema.oneOf = CHANNELS.map((channel) => ({ title: channel, required: [channel] }));
  if (jsonSchema.pattern === NAME) jsonSchema.pattern = ANY_NAME;
  // The format says the same in a word.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}
