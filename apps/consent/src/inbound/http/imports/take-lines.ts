import { Readable } from 'node:stream';
import type { RecipientImportView } from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import { type Line, problemOf, readLines, RECIPIENT_IMPORT } from '@hermod/http';
import { BatchesInFlight } from './batches-in-flight.ts';

const BATCH_ROWS = 200;
/** While one batch waits for the disk or for Kafka, others are read and computed. */
const MOST_IN_FLIGHT = 4;
/** A file with more bad rows is another file than the sender thinks. */
const MOST_REJECTED = 1_000;

type RejectedRow = RecipientImportView['rejected'][number];

/** How the lines of an import are read and taken. */
export interface Intake<Row> {
  /** @throws HermodError what is wrong with the line. */
  read(line: Line): Row;
  recipientOf(row: Row): string;
  /** The recipient of a line that can't be read, if it names one that may be shown. */
  recipientIn(line: Line): string | undefined;
  /** Takes rows; resolves when Kafka has what they change. @returns what is wrong with each that was not taken. */
  take(rows: readonly Row[]): Promise<readonly (HermodError | undefined)[]>;
}

/**
 * Takes newline-delimited JSON line by line, in batches of which some are under way at once; rows about the same recipient are
 * taken in their order. What was taken before an error stays taken.
 * @throws HermodError UNSUPPORTED_MEDIA_TYPE when the body is no stream, IMPORT_BROKEN_OFF, and whatever `take` throws.
 */
export async function takeLines<Row>(body: unknown, intake: Intake<Row>): Promise<RecipientImportView> {
  if (!(body instanceof Readable)) throw unsupported();
  const rejected: RejectedRow[] = [];
  const batches = new BatchesInFlight(MOST_IN_FLIGHT);
  let batch: { line: number; row: Row }[] = [];
  let lines = 0;
  let stoppedAt: number | undefined;
  const flush = async (): Promise<void> => {
    const rows = batch;
    batch = [];
    const keys = new Set(rows.map(({ row }) => intake.recipientOf(row)));
    await batches.start(keys, async () => {
      const problems = await intake.take(rows.map(({ row }) => row));
      for (const [n, problem] of problems.entries())
        if (problem !== undefined)
          rejected.push(rejection(rows[n]!.line, intake.recipientOf(rows[n]!.row), problem));
    });
  };
  for await (const line of linesOf(body)) {
    if (rejected.length >= MOST_REJECTED) {
      stoppedAt = line.number;
      break;
    }
    lines += 1;
    try {
      batch.push({ line: line.number, row: intake.read(line) });
    } catch (error) {
      if (!(error instanceof HermodError)) throw error;
      rejected.push(rejection(line.number, intake.recipientIn(line), error));
    }
    if (batch.length >= BATCH_ROWS) await flush();
  }
  if (batch.length > 0) await flush();
  await batches.end();
  rejected.sort((a, b) => a.line - b.line);
  const accepted = lines - rejected.length;
  return { lines, accepted, rejected, ...(stoppedAt === undefined ? {} : { stoppedAt }) };
}

function rejection(line: number, id: string | undefined, error: HermodError): RejectedRow {
  return { line, ...(id === undefined ? {} : { id }), problem: problemOf(error, { reference: '' }) };
}

/** When the sender goes away the import ends where it is. */
async function* linesOf(body: Readable): AsyncGenerator<Line> {
  try {
    yield* readLines(body, RECIPIENT_IMPORT);
  } catch (cause) {
    if (cause instanceof HermodError) throw cause;
    throw new HermodError('IMPORT_BROKEN_OFF', 'the import broke off', { fix: 'send it again', cause });
  }
}

function unsupported(): HermodError {
  return new HermodError('UNSUPPORTED_MEDIA_TYPE', 'an import is newline-delimited JSON', {
    field: 'content-type',
    fix: `set content-type to ${RECIPIENT_IMPORT.mediaTypes[0]}`,
  });
}
