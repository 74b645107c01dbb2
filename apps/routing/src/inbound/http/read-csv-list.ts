import { Readable } from 'node:stream';
import { HermodError } from '@hermod/contracts';
import { LAUNCH_LIST } from '@hermod/http';
import { type CsvError, type InfoRecord, type Options, parse } from 'csv-parse';
import type { ReadRow } from './launch-list.ts';

const MOST_COLUMNS = 100;
const RECIPIENT = 'recipient';
/** Bytes that are parsed at a time: what else the process does waits no longer than for these. */
const PIECE = 8 * 1024;

/** A record with where it stands. */
interface Parsed {
  readonly record: readonly string[];
  readonly info: InfoRecord;
}

/**
 * Reads a list of comma-separated values (RFC 4180) in UTF-8, with or without byte order mark. The first row names the
 * columns: `recipient`, and what becomes `event.data`, as texts; empty cells are left out. Where the first row separates by
 * semicolons, as spreadsheets do in many countries, all rows do.
 * @throws HermodError LAUNCH_LIST_INVALID, LAUNCH_LIST_TOO_LARGE; what the stream throws when it breaks off.
 */
export async function* readCsvList(body: Readable): AsyncGenerator<ReadRow> {
  let columns: readonly string[] | undefined;
  for await (const row of parsedRows(body)) {
    if ('problem' in row) yield row.problem;
    else if (columns === undefined) columns = columnsOf(row.record);
    else yield toRow(row, columns);
  }
}

type ParsedRow = Parsed | { readonly problem: ReadRow };

/** Rows in their order; one that can't be read is told and the next one is read. */
async function* parsedRows(body: Readable): AsyncGenerator<ParsedRow> {
  const pieces = piecesOf(body);
  const first = await pieces.next();
  if (first.done === true) return;
  const problems: ReadRow[] = [];
  let toldOf: number | undefined;
  const parser = parse({
    ...OPTIONS,
    delimiter: delimiterOf(first.value),
    on_skip: (error) => {
      const problem = problemOf(error);
      // A row without an end is refused again and again.
      if (problem.line === toldOf) return;
      toldOf = problem.line;
      problems.push(problem);
    },
  });
  const source = Readable.from(startingWith(first.value, pieces));
  source.once('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const parsed of parser as AsyncIterable<Parsed>) {
      yield* taken(problems);
      yield parsed;
    }
    yield* taken(problems);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

async function* startingWith(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

const OPTIONS: Options = {
  bom: true,
  info: true,
  trim: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
  max_record_size: LAUNCH_LIST.maxRowBytes,
};

function* taken(problems: ReadRow[]): Generator<ParsedRow> {
  for (const problem of problems.splice(0)) yield { problem };
}

/** The body piece by piece, as much of it as may be. */
async function* piecesOf(body: Readable): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let bytes = 0;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > LAUNCH_LIST.maxBytes) throw tooLarge();
      check(decoder, chunk);
      for (let from = 0; from < chunk.length; from += PIECE) yield chunk.subarray(from, from + PIECE);
    }
    check(decoder, undefined);
  } finally {
    body.resume();
  }
}

/** Spreadsheets still save in other encodings, and names would be garbled. */
function check(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer | undefined): void {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (cause) {
    throw invalid('the list is not in UTF-8', 'save it as "CSV UTF-8"', cause);
  }
}

function delimiterOf(beginning: Buffer): string {
  const [head = ''] = beginning.toString('utf8').split('\n', 1);
  return head.split(';').length > head.split(',').length ? ';' : ',';
}

function columnsOf(record: readonly string[]): readonly string[] {
  if (record.length > MOST_COLUMNS)
    throw invalid(`the list has more than ${MOST_COLUMNS} columns`, 'leave out what no template needs');
  if (!record.includes(RECIPIENT))
    throw invalid(
      'no column is called recipient',
      'name the columns in the first row, one of them recipient',
    );
  const twice = record.find((name, n) => name === '' || record.indexOf(name) !== n);
  if (twice === undefined) return record;
  throw invalid(
    twice === '' ? 'a column has no name' : `two columns are called ${twice}`,
    'give each column a name of its own',
  );
}

function toRow({ record, info }: Parsed, columns: readonly string[]): ReadRow {
  const cells = columns.map((name, n) => [name, record[n] ?? ''] as const);
  const recipient = cells.find(([name]) => name === RECIPIENT)?.[1] ?? '';
  const data = Object.fromEntries(cells.filter(([name, cell]) => name !== RECIPIENT && cell !== ''));
  return { line: info.lines, value: { row: { recipient, data } } };
}

function problemOf(error: CsvError | undefined): ReadRow {
  const { code = '', lines = 0 } = (error ?? {}) as { code?: string; lines?: number };
  const [problem, fix] = WORDS[code] ?? ['this row can not be read', 'write it as RFC 4180 says'];
  return { line: lines, value: { problem, fix } };
}

const WORDS: Readonly<Record<string, readonly [problem: string, fix: string]>> = {
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: [
    'this row has more or fewer cells than the first one',
    'put cells that hold the separator into double quotes',
  ],
  CSV_MAX_RECORD_SIZE: [
    `this row has more than ${LAUNCH_LIST.maxRowBytes} characters`,
    'say less of one recipient',
  ],
  CSV_QUOTE_NOT_CLOSED: [
    'a double quote is opened and never closed',
    'close it, or write "" for one in a cell',
  ],
  CSV_INVALID_CLOSING_QUOTE: [
    'something follows a closing double quote',
    'write "" for a double quote in a cell',
  ],
  INVALID_OPENING_QUOTE: [
    'a double quote stands in the middle of a cell',
    'put the whole cell into double quotes',
  ],
};

function invalid(message: string, fix: string, cause?: unknown): HermodError {
  const problems = [{ field: 'body', message, fix }];
  return new HermodError('LAUNCH_LIST_INVALID', `nothing was imported: ${message}`, {
    field: 'body',
    fix,
    problems,
    cause,
  });
}

function tooLarge(): HermodError {
  return new HermodError('LAUNCH_LIST_TOO_LARGE', `a list has at most ${LAUNCH_LIST.maxBytes} bytes`, {
    field: 'body',
    fix: 'send it in parts, each as a launch of its own',
  });
}
