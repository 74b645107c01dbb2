import type { z } from 'zod';
import { type Operation, refusalsOf } from './operation.ts';
import { Problem, PROBLEM_TYPE } from './problem.ts';

/** An answer as it came over the wire. */
export interface GivenAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

/**
 * What an answer does that the table doesn't say: a status or media type that isn't there, a body that breaks its
 * schema, a field that the schema doesn't know. For tests; clients should let unknown fields pass.
 */
export function findBreaches(described: Operation, { status, contentType, body }: GivenAnswer): string[] {
  const answer = described.answers[status];
  const type = contentType?.split(';', 1)[0]?.trim() ?? '';
  if (answer !== undefined && type !== PROBLEM_TYPE) {
    if (answer.content === undefined) return body === '' ? [] : [`${status} has no body, but came with one`];
    const schema = answer.content[type];
    if (schema === undefined) return [`${status} is not answered as ${type}`];
    return breachesOf(schema, type, body);
  }
  if (!(refusalsOf(described) as readonly number[]).includes(status)) return [`${status} is not documented`];
  return type === PROBLEM_TYPE ? breachesOf(Problem, type, body) : [`${status} is no problem, but ${type}`];
}

function breachesOf(schema: z.ZodType, type: string, body: string): string[] {
  const isJson = /\bjson$/.test(type);
  const value: unknown = isJson ? JSON.parse(body) : body;
  const read = schema.safeParse(value);
  if (!read.success) return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return unknownFields(value, read.data, '');
}

/** What a schema has dropped it does not know. */
function unknownFields(given: unknown, known: unknown, path: string): string[] {
  if (typeof given !== 'object' || given === null) return [];
  const kept = (typeof known === 'object' && known !== null ? known : {}) as Readonly<
    Record<string, unknown>
  >;
  return Object.entries(given).flatMap(([name, value]) => {
    const here = path === '' ? name : `${path}.${name}`;
    return Object.hasOwn(kept, name)
      ? unknownFields(value, kept[name], here)
      : [`${here}: the table has no such field`];
  });
}
