/** The journey language as JSON Schema (draft 2020-12), for editors: generated from the schema that checks journeys. */
import { canReport } from '@hermod/channels';
import { CHANNELS, Name, SIGNALS } from '@hermod/contracts';
import { JourneySchema, STEP_KINDS, type StepKind } from '@hermod/journey';
import { z } from 'zod';
import { outcomesOfKind } from './outcomes.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

const KINDS = Object.keys(STEP_KINDS) as StepKind[];

/** JSON Schema's patterns know no flags: `i` is written out. */
const LOWER_NAME = z.toJSONSchema(Name).pattern!;
const ANY_NAME = LOWER_NAME.replaceAll('a-z', 'a-zA-Z');

const only = (title: string, required: string[], more: string[] = []): JsonSchema => ({
  title,
  required,
  propertyNames: { enum: [...required, ...more] },
});

/**
 * The conditions that stand in code, by the id of the schema they belong to, where JSON Schema can say them.
 * `patternErrorMessage` is what editors show instead of a pattern; validators take it for an annotation.
 */
const ANSWERABLE = CHANNELS.filter((channel) => canReport(channel, 'replied'));

const CONDITIONS: Readonly<Record<string, JsonSchema>> = {
  Duration: {
    patternErrorMessage: 'an ISO 8601 duration such as PT15M or P2D',
    pattern: '^P(?=[0-9T])(?:[0-9]+W)?(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?$',
  },
  TimeOfDay: {
    pattern: '^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
    patternErrorMessage: 'a time of the day such as 09:00',
  },
  VariableName: { patternErrorMessage: 'letters, digits and underscores, at most 40, a letter first' },
  Cron: {
    pattern: '^\\s*\\S+(?:\\s+\\S+){4}\\s*$',
    patternErrorMessage: 'a cron pattern has five fields, as in `0 9 * * mon`',
  },
  Start: {
    anyOf: [{ required: ['on'] }, { required: ['audience'] }],
    dependentRequired: { when: ['on'] },
    // An audience that starts with an event has no time of its own.
    dependentSchemas: {
      on: { properties: { audience: { type: 'object', properties: { at: false, every: false } } } },
    },
  },
  Audience: { not: { required: ['at', 'every'] }, dependentRequired: { zone: ['every'] } },
  Rung: {
    oneOf: CHANNELS.map((channel) => ({ title: channel, required: [channel] })),
    dependentSchemas: Object.fromEntries(
      CHANNELS.map((channel) => {
        const reportable = SIGNALS.filter((signal) => canReport(channel, signal));
        return [channel, { properties: { until: { enum: reportable } } }];
      }),
    ),
  },
  AskRung: { oneOf: ANSWERABLE.map((channel) => ({ title: channel, required: [channel] })) },
  Sent: { oneOf: CHANNELS.map((channel) => ({ title: channel, required: [channel] })) },
  SendStep: {
    dependentRequired: {
      await: ['until', 'within'],
      until: ['await', 'within'],
      within: ['await', 'until'],
    },
  },
  Wait: {
    oneOf: [
      only('for a time', ['for']),
      only('until an instant or hours', ['until']),
      only('for an event', ['on', 'within'], ['when', 'since', 'as']),
    ],
  },
};

/**
 * The schema of a journey, with a definition for each construct. What needs more than a shape stays with the check: whether
 * a step exists, whether CEL compiles, whether shares sum to 100.
 */
export function journeySchema(): JsonSchema {
  const schema = z.toJSONSchema(JourneySchema, { io: 'input', override: refine });
  const definitions = schema.$defs!;
  for (const kind of KINDS) {
    const { properties } = definitions[idOf(STEP_KINDS[kind])!]!;
    if (properties?.['then'] !== undefined) properties['then'] = thenOf(kind, properties['then']);
  }
  // What the document is comes first, for those who read it.
  const { $schema, title, description, ...rest } = schema;
  return JSON.parse(JSON.stringify({ $schema, title, description, ...rest })) as JsonSchema;
}

/** The same as text, as it is checked in and served. */
export const journeySchemaDocument = (): string => `${JSON.stringify(journeySchema(), undefined, 2)}\n`;

/** The id of a schema, under which its definition stands. */
export const idOf = (schema: z.ZodType): string | undefined => z.globalRegistry.get(schema)?.id;

function refine({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }): void {
  const id = z.globalRegistry.get(zodSchema)?.id;
  if (id !== undefined) Object.assign(jsonSchema, CONDITIONS[id]);
  if (jsonSchema.pattern === LOWER_NAME) {
    jsonSchema.pattern = ANY_NAME;
    jsonSchema['patternErrorMessage'] = 'letters, digits, dots, dashes and underscores';
  }
  // The format says the same in a word.
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}

/** Where a step goes on: its own outcomes by name, so that an editor offers them and sees a foreign one. */
function thenOf(kind: StepKind, then: z.core.JSONSchema._JSONSchema): JsonSchema {
  const { description, anyOf } = then as JsonSchema;
  const [name] = anyOf!;
  const all = outcomesOfKind(kind);
  const own = all.filter(({ isExample }) => isExample === undefined);
  const outcomes = own.map(({ name: outcome, when, otherwise }): [string, JsonSchema] => [
    outcome,
    { ...name, description: `When ${when}. Where it is not named, ${OTHERWISE[otherwise]}` },
  ]);
  const given = all.length > own.length ? { ...name, description: 'When the person gave this reply' } : false;
  // One schema for both types: of two alternatives an editor would complain about the wrong one.
  return {
    ...name,
    description: description!,
    type: ['string', 'object'],
    properties: Object.fromEntries(outcomes),
    additionalProperties: given,
  };
}

const OTHERWISE = { next: 'the next step in the list follows', ends: 'the run ends with it' } as const;
