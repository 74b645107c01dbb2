import type { RecipientImportView } from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import { RECIPIENT_IMPORT, Scopes } from '@hermod/http';
import { Messaging } from '@hermod/messaging';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Controller, Headers, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import {
  ImportRecipients,
  type RowToImport,
  RowsRefused,
} from '../../../application/recipients/import-recipients.ts';
import { answerWhenPublished } from '../answer-when-published.ts';
import { callerOf, type RequestHeaders } from '../request-headers.ts';
import { readRow, recipientIn } from './recipient-row.ts';
import { takeLines } from './take-lines.ts';

/** `POST /v1/recipients/import`: recipients and their consents, one JSON object a line. */
@Controller(RECIPIENT_IMPORT.path)
export class RecipientsImportController {
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
  take(@Req() request: FastifyRequest, @Headers() headers: RequestHeaders): Promise<RecipientImportView> {
    const recordedBy = callerOf(headers, this.#principalSecret);
    return takeLines<RowToImport>(request.body, {
      read: (line) => readRow(line, recordedBy),
      recipientOf: ({ recipient }) => recipient.id,
      recipientIn,
      take: (rows) => this.#take(rows),
    });
  }

  /** Takes a batch without the rows that can't be. */
  async #take(rows: readonly RowToImport[]): Promise<(HermodError | undefined)[]> {
    const ids = rows.map(({ recipient }) => recipient.id);
    try {
      await answerWhenPublished(this.#messaging, ids, (unit) => this.#importRecipients.execute(rows, unit));
      return [];
    } catch (error) {
      if (!(error instanceof RowsRefused)) throw error;
      const { reasons } = error;
      const others = [...rows.keys()].filter((at) => !reasons.has(at));
      const ofOthers = others.length === 0 ? [] : await this.#take(others.map((at) => rows[at]!));
      const problems: (HermodError | undefined)[] = rows.map((_row, at) => reasons.get(at));
      for (const [n, problem] of ofOthers.entries()) problems[others[n]!] ??= problem;
      return problems;
    }
  }
}
