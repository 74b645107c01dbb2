/** What zod's translation into JSON Schema leaves out, or says too strictly. */
import { DomainEvent, Name, RecipientId } from '@hermod/contracts';
import { z } from 'zod';
import type { CreateDocumentOptions } from 'zod-openapi';

type Override = Extract<NonNullable<CreateDocumentOptions['override']>, (...args: never[]) => unknown>;
type Schema = Parameters<Override>[0]['jsonSchema'];

const NAME_PATTERN = z.toJSONSchema(Name).pattern;
const RECIPIENT_PATTERN = z.toJSONSchema(RecipientId).pattern;

/** A phone number, as `RecipientId` refuses it. */
const PHONE_NUMBER = '^\\+?[0-9\\s().-]{6,}$';

const HOP: Schema = {
  description: 'How often journeys have published on from here, 0 to 8. Leave it to Hermod.',
};

/**
 * Mends one schema on its way into the document: patterns keep what their flags meant, answers may gain fields, and
 * the conditions that stand in code are said where JSON Schema can say them.
 */
export const refineSchema: Override = ({ jsonSchema, zodSchema, io }) => {
  // The format says the same in a word.
  if (jsonSchema.format === 'date-time' || jsonSchema.format === 'uuid') delete jsonSchema.pattern;
  // JSON Schema's patterns know no flags: `i` is written out.
  if (NAME_PATTERN !== undefined && jsonSchema.pattern === NAME_PATTERN)
    jsonSchema.pattern = NAME_PATTERN.replaceAll('a-z', 'a-zA-Z');
  if (jsonSchema.pattern === RECIPIENT_PATTERN) jsonSchema.not = { pattern: PHONE_NUMBER };
  if (isDomainEvent(jsonSchema)) {
    jsonSchema.anyOf = [{ required: ['recipient'] }, { required: ['subject'] }];
    // Binary mode carries it as text, so it is read from whatever says a number.
    jsonSchema.properties = { ...jsonSchema.properties, hop: HOP };
  }
  const isOpenObject = zodSchema instanceof z.ZodObject && zodSchema.def.catchall === undefined;
  if (io === 'output' && isOpenObject) delete jsonSchema.additionalProperties;
};

function isDomainEvent({ properties }: Schema): boolean {
  return properties !== undefined && Object.keys(DomainEvent.shape).every((name) => name in properties);
}
