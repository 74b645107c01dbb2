import { ConsentInput, PageQuery, RecipientPath } from '@hermod/api';
import { deriveId } from '@hermod/contracts';
import { microBatch, pageOf, readCursor, Scopes } from '@hermod/http';
import { Messaging } from '@hermod/messaging';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Body, Controller, Get, Headers, Inject, Param, Post, Query } from '@nestjs/common';
import { v7 } from 'uuid';
import { z } from 'zod';
import { type ConsentToRecord, RecordConsents } from '../../application/consents/record-consents.ts';
import { ShowLedger } from '../../application/consents/show-ledger.ts';
import type { LedgerRow } from '../../storage/ledger/consent-ledger.ts';
import { answerWhenPublished } from './answer-when-published.ts';
import { toConsentView, type ConsentView } from './consent-view.ts';
import { REQUEST_BATCHES } from './request-batches.ts';
import { callerOf, idempotencyKeyOf, type RequestHeaders } from './request-headers.ts';
import { saidIn } from './said-in.ts';

/** The place of the last entry of a page; PostgreSQL's int. */
const Cursor = z.tuple([z.int32().min(1)]);

@Controller('v1/recipients/:id/consents')
export class ConsentsController {
  readonly #record: (consent: ConsentToRecord) => Promise<LedgerRow>;
  readonly #showLedger: ShowLedger;
  readonly #principalSecret: string;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(RecordConsents) recordConsents: RecordConsents,
    @Inject(ShowLedger) showLedger: ShowLedger,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#showLedger = showLedger;
    this.#principalSecret = config.principalSecret;
    this.#record = microBatch<ConsentToRecord, LedgerRow>((batch) => {
      const ids = batch.map(({ recipient }) => recipient);
      return answerWhenPublished(messaging, ids, (unit) => recordConsents.execute(batch, unit));
    }, REQUEST_BATCHES);
  }

  /** Records what a person said; answered when nothing that contradicts it can still be permitted. */
  @Post()
  @Scopes('operate')
  async post(
    @Param({ schema: RecipientPath }) path: RecipientPath,
    @Body({ schema: ConsentInput }) body: ConsentInput,
    @Headers() headers: RequestHeaders,
  ): Promise<ConsentView> {
    const key = idempotencyKeyOf(headers);
    const entry = await this.#record({
      recipient: path.id,
      id: key === undefined ? v7() : deriveId('consent', path.id, key),
      ...saidIn(body, callerOf(headers, this.#principalSecret)),
    });
    return toConsentView(entry);
  }

  /** The ledger, newest recording first. */
  @Get()
  @Scopes('read')
  async get(
    @Param({ schema: RecipientPath }) path: RecipientPath,
    @Query({ schema: PageQuery }) { limit, next }: PageQuery,
  ): Promise<{ consents: ConsentView[]; next?: string }> {
    const [before] = readCursor(next, Cursor) ?? [];
    const rows = await this.#showLedger.execute(path.id, limit + 1, before);
    const { items, ...more } = pageOf(rows, limit, ({ sequence }) => [sequence]);
    return { consents: items.map(toConsentView), ...more };
  }
}
