import type { RecipientImportView } from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import { CONSENT_IMPORT, Scopes } from '@hermod/http';
import { Messaging } from '@hermod/messaging';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Controller, Headers, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { type ImportedConsent, ImportConsents } from '../../../application/consents/import-consents.ts';
import { answerWhenPublished } from '../answer-when-published.ts';
import { callerOf, type RequestHeaders } from '../request-headers.ts';
import { readConsentRow } from './consent-row.ts';
import { recipientNamedIn } from './json-row.ts';
import { takeLines } from './take-lines.ts';

/** `POST /v1/consents/import`: consents of recipients who are known, one JSON object a line. */
@Controller(CONSENT_IMPORT.path)
export class ConsentsImportController {
  readonly #messaging: Messaging;
  readonly #importConsents: ImportConsents;
  readonly #principalSecret: string;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(ImportConsents) importConsents: ImportConsents,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#messaging = messaging;
    this.#importConsents = importConsents;
    this.#principalSecret = config.principalSecret;
  }

  /** Answered when nothing that contradicts them can still be permitted. What was taken before an error stays taken. */
  @Post()
  @HttpCode(200)
  @Scopes('operate')
  @RouteConfig({ deadlineMs: CONSENT_IMPORT.deadlineMs })
  take(@Req() request: FastifyRequest, @Headers() headers: RequestHeaders): Promise<RecipientImportView> {
    const recordedBy = callerOf(headers, this.#principalSecret);
    return takeLines<ImportedConsent>(request.body, {
      read: (line) => readConsentRow(line, recordedBy),
      recipientOf: ({ recipient }) => recipient,
      recipientIn: (line) => recipientNamedIn(line, 'recipient'),
      take: (rows) => this.#take(rows),
    });
  }

  #take(rows: readonly ImportedConsent[]): Promise<(HermodError | undefined)[]> {
    const ids = rows.map(({ recipient }) => recipient);
    return answerWhenPublished(this.#messaging, ids, (unit) => this.#importConsents.execute(rows, unit));
  }
}
