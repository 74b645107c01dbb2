import { Readable } from 'node:stream';
import { HermodError } from '@hermod/contracts';
import { type Line, type Problem, problemOf, readLines, RECIPIENT_IMPORT, Scopes } from '@hermod/http';
import { Messaging } from '@hermod/messaging';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Controller, Headers, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { ImportRecipients, type RowToImport, RowsRefused } from '../../application/import-recipients.ts';
import { answerWhenPublished } from './answer-when-published.ts';
import { idOfRow, readRow } from './import-row.ts';
import { callerOf, type RequestHeaders } from './request-headers.ts';

const BATCH_ROWS = 200;
/** A file with more bad rows is another file than the sender thinks. */
const MOST_REJECTED = 1_000;

/** A row that was not taken, and why. */
interface RejectedRow {
  readonly line: number;
  readonly id?: string;
  readonly problem: Problem;
}

/** What became of an import. */
interface ImportView {
  /** Lines that were read, empty ones left out. */
  readonly lines: number;
  readonly accepted: number;
  readonly rejected: readonly RejectedRow[];
  /** The first line that was not looked at, because too many before it were rejected. */
  readonly stoppedAt?: number;
}

interface NumberedRow {
  readonly line: number;
  readonly row: RowToImport;
}

/** `POST /v1/recipients/import`: recipients and their consents, one JSON object a line. */
@Controller(RECIPIENT_IMPORT.path)
export class ImportController {
  readonly #messaging: Messaging;
  readonly #importRecipients: ImportRecipients;
  readonly #principalSecret: string;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(ImportRecipients) importRecipients: ImportRecipients,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#messaging = messaging;
    this.#importRecipients = importRecipients;
    this.#principalSecret = config.principalSecret;
  }

  /** Answered when the other services can know all good rows. What was taken before an error stays taken. */
  @Post()
  @HttpCode(200)
  @Scopes('operate')
  @RouteConfig({ deadlineMs: RECIPIENT_IMPORT.deadlineMs })
  async take(@Req() request: FastifyRequest, @Headers() headers: RequestHeaders): Promise<ImportView> {
    if (!(request.body instanceof Readable)) throw unsupported();
    const recordedBy = callerOf(headers, this.#principalSecret);
    const rejected: RejectedRow[] = [];
    let batch: NumberedRow[] = [];
    let lines = 0;
    let stoppedAt: number | undefined;
    for await (const line of linesOf(request.body)) {
      if (rejected.length >= MOST_REJECTED) {
        stoppedAt = line.number;
        break;
      }
      lines += 1;
      const read = rowOrRejection(line, recordedBy);
      if ('problem' in read) rejected.push(read);
      else batch.push(read);
      if (batch.length < BATCH_ROWS) continue;
      rejected.push(...(await this.#import(batch)));
      batch = [];
    }
    if (batch.length > 0) rejected.push(...(await this.#import(batch)));
    rejected.sort((a, b) => a.line - b.line);
    return {
      lines,
      accepted: lines - rejected.length,
      rejected,
      ...(stoppedAt === undefined ? {} : { stoppedAt }),
    };
  }

  /** Imports a batch without the rows that can't be, and returns those. */
  async #import(batch: readonly NumberedRow[]): Promise<RejectedRow[]> {
    const ids = batch.map(({ row }) => row.recipient.id);
    const rows = batch.map(({ row }) => row);
    try {
      await answerWhenPublished(this.#messaging, ids, (unit) => this.#importRecipients.execute(rows, unit));
      return [];
    } catch (error) {
      if (!(error instanceof RowsRefused)) throw error;
      const { reasons } = error;
      const rejected = [...reasons].map(([at, reason]) => rejection(batch[at]!.line, ids[at], reason));
      const others = batch.filter((_row, at) => !reasons.has(at));
      return others.length === 0 ? rejected : [...rejected, ...(await this.#import(others))];
    }
  }
}

function rowOrRejection(line: Line, recordedBy: string): NumberedRow | RejectedRow {
  try {
    return { line: line.number, row: readRow(line, recordedBy) };
  } catch (error) {
    if (!(error instanceof HermodError)) throw error;
    return rejection(line.number, idOfRow(line), error);
  }
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
