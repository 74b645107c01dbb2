import type { Readable } from 'node:stream';
import { LAUNCH_LIST, type Line, readLines } from '@hermod/http';
import type { ReadRow } from './launch-list.ts';

/** Reads a list of newline-delimited JSON: `{ "recipient": …, "data"?: {…} }` a line. */
export async function* readJsonList(body: Readable): AsyncGenerator<ReadRow> {
  const { maxBytes, maxRowBytes: maxLineBytes } = LAUNCH_LIST;
  for await (const line of readLines(body, { maxBytes, maxLineBytes })) yield toRow(line);
}

function toRow({ number, text }: Line): ReadRow {
  if (text === undefined) {
    const problem = `this line is no UTF-8, or has more than ${LAUNCH_LIST.maxRowBytes} bytes`;
    return { line: number, value: { problem, fix: 'write it in UTF-8, and say less' } };
  }
  try {
    return { line: number, value: { row: JSON.parse(text) as unknown } };
  } catch {
    const fix = 'write one object a line, as {"recipient": "ada", "data": {}}';
    return { line: number, value: { problem: 'this line is no JSON', fix } };
  }
}
