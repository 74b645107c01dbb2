/** What a rule pack may hold, as a table: read from the schema that reads the files. */
import { RulePack } from '@hermod/consent-policy';
import { z } from 'zod';
import { code, table } from '../reference/markdown.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Part = JsonSchema['items'];

/** A row for each field at any depth: its path, what may stand there, what holds without it, and its meaning. */
export function fieldsOfPack(): string {
  const schema = z.toJSONSchema(RulePack, { io: 'input' });
  return table(['field', 'what stands there', 'without it', 'meaning'], rowsOf(schema, ''));
}

function rowsOf({ properties = {}, required = [] }: JsonSchema, path: string): string[][] {
  return Object.entries(properties).flatMap(([name, part]) => {
    const field = asSchema(part);
    const isList = field.type === 'array';
    const inner = isList ? asSchema(field.items) : field;
    const here = `${path}${name}${isList ? '[]' : ''}`;
    const absence = absenceOf(field, required.includes(name));
    const row = [code(here), valuesOf(inner), absence, field.description ?? ''];
    return [row, ...rowsOf(inner, `${here}.`)];
  });
}

function valuesOf({ enum: values, type, format }: JsonSchema): string {
  if (values !== undefined) return values.map((value) => code(String(value))).join(', ');
  if (type === 'object') return 'fields';
  return format === 'date' ? 'YYYY-MM-DD' : String(type);
}

function absenceOf({ default: value }: JsonSchema, isRequired: boolean): string {
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((one) => code(String(one))).join(', ');
  if (typeof value === 'string') return code(value);
  return isRequired ? 'required' : '';
}

function asSchema(part: Part): JsonSchema {
  return typeof part === 'object' && !Array.isArray(part) ? part : {};
}
