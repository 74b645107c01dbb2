import { expect } from 'vitest';
import { callByTable } from './table.ts';

/** Operations with the statuses that were really answered. */
export const seen = new Set<string>();
export const NOBODY = '00000000-0000-4000-8000-000000000000';

/** The call has to be answered with this status, as the table says. */
export async function answered(
  status: number,
  method: string,
  path: string,
  body?: string | object,
  headers?: Record<string, string>,
): Promise<Record<string, unknown>> {
  const answer = await callByTable(method, path, body, headers);
  expect(answer.breaches, `${method} ${path} answered ${answer.text.slice(0, 500)}`).toEqual([]);
  expect(`${method} ${path}: ${answer.status}`).toBe(`${method} ${path}: ${status}`);
  if (answer.seen !== undefined) seen.add(answer.seen);
  const isJson = /\bjson/.test(answer.headers.get('content-type') ?? '');
  return isJson ? (JSON.parse(answer.text) as Record<string, unknown>) : {};
}
