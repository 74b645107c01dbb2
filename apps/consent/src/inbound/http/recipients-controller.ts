import { microBatch, Scopes } from '@hermod/http';
import { Messaging } from '@hermod/messaging';
import { Body, Controller, Inject, Param, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { RecipientView } from '../../application/recipient-view.ts';
import {
  type RecipientToStore,
  type StoredRecipient,
  StoreRecipients,
} from '../../application/store-recipients.ts';
import { RecipientBody, RecipientPath } from './recipient-body.ts';
import { REQUEST_BATCHES } from './request-batches.ts';

@Controller('v1/recipients')
export class RecipientsController {
  readonly #store: (recipient: RecipientToStore) => Promise<StoredRecipient>;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(StoreRecipients) storeRecipients: StoreRecipients,
  ) {
    this.#store = microBatch<RecipientToStore, StoredRecipient>((batch) => {
      const ids = batch.map(({ id }) => id);
      return messaging.units.runUntilPublished('plain', ids, (unit) => storeRecipients.execute(batch, unit));
    }, REQUEST_BATCHES);
  }

  /** Replaces a recipient; answered when the other services can know it. */
  @Put(':id')
  @Scopes('recipients:write')
  async put(
    @Param({ schema: RecipientPath }) path: RecipientPath,
    @Body({ schema: RecipientBody }) body: RecipientBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecipientView> {
    const { isNew, recipient } = await this.#store({ ...body, id: path.id });
    void reply.status(isNew ? 201 : 200);
    return recipient;
  }
}
