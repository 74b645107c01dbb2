import {
  ErasureQuery,
  type ErasureView,
  RECIPIENT_OPERATIONS,
  RecipientPath,
  RestoreInput,
} from '@hermod/api';
import { microBatch, Scopes } from '@hermod/http';
import { Messaging } from '@hermod/messaging';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { RestoreContactPoint } from '../../application/contact-points/restore-contact-point.ts';
import { EraseRecipient } from '../../application/recipients/erase-recipient.ts';
import type { RecipientView } from '../../application/recipients/recipient-view.ts';
import {
  type RecipientToStore,
  type StoredRecipient,
  StoreRecipients,
} from '../../application/recipients/store-recipients.ts';
import { ShowErasure } from '../../application/recipients/show-erasure.ts';
import { ShowRecipient } from '../../application/recipients/show-recipient.ts';
import { answerWhenPublished } from './answer-when-published.ts';
import { RecipientBody } from './recipient-body.ts';
import { REQUEST_BATCHES } from './request-batches.ts';
import { callerOf, type RequestHeaders } from './request-headers.ts';

const RestorePath = RECIPIENT_OPERATIONS.restoreContactPoint.params;
type RestorePath = z.infer<typeof RestorePath>;

@Controller('v1/recipients')
export class RecipientsController {
  readonly #messaging: Messaging;
  readonly #store: (recipient: RecipientToStore) => Promise<StoredRecipient>;
  readonly #showRecipient: ShowRecipient;
  readonly #eraseRecipient: EraseRecipient;
  readonly #showErasure: ShowErasure;
  readonly #restoreContactPoint: RestoreContactPoint;
  readonly #principalSecret: string;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(StoreRecipients) storeRecipients: StoreRecipients,
    @Inject(ShowRecipient) showRecipient: ShowRecipient,
    @Inject(EraseRecipient) eraseRecipient: EraseRecipient,
    @Inject(ShowErasure) showErasure: ShowErasure,
    @Inject(RestoreContactPoint) restoreContactPoint: RestoreContactPoint,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#principalSecret = config.principalSecret;
    this.#messaging = messaging;
    this.#showRecipient = showRecipient;
    this.#eraseRecipient = eraseRecipient;
    this.#showErasure = showErasure;
    this.#restoreContactPoint = restoreContactPoint;
    this.#store = microBatch<RecipientToStore, StoredRecipient>((batch) => {
      const ids = batch.map(({ id }) => id);
      return answerWhenPublished(messaging, ids, (unit) => storeRecipients.execute(batch, unit));
    }, REQUEST_BATCHES);
  }

  /** Replaces a recipient; answered when the other services can know it. */
  @Put(':id')
  @Scopes('operate')
  async put(
    @Param({ schema: RecipientPath }) { id }: RecipientPath,
    @Body({ schema: RecipientBody }) body: RecipientBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecipientView> {
    const { isNew, recipient } = await this.#store({ ...body, id });
    void reply.status(isNew ? 201 : 200);
    return recipient;
  }

  @Get(':id')
  @Scopes('read')
  get(@Param({ schema: RecipientPath }) { id }: RecipientPath): Promise<RecipientView> {
    return this.#showRecipient.execute(id);
  }

  /** Erases a recipient; answered when the other services can know it. */
  @Delete(':id')
  @HttpCode(202)
  @Scopes('operate')
  async delete(
    @Param({ schema: RecipientPath }) { id }: RecipientPath,
    @Query({ schema: ErasureQuery }) { reason }: ErasureQuery,
    @Headers() headers: RequestHeaders,
  ): Promise<{ status: string }> {
    const wanted = { recipient: id, by: callerOf(headers, this.#principalSecret), reason };
    await answerWhenPublished(this.#messaging, [id], (unit) => this.#eraseRecipient.execute(wanted, unit));
    return { status: `/v1/recipients/${encodeURIComponent(id)}/erasure` };
  }

  /** Lets a contact point be used again. */
  @Post(':id/contact-points/:contactPoint/restore')
  @HttpCode(200)
  @Scopes('operate')
  async restore(
    @Param({ schema: RestorePath }) { id, contactPoint }: RestorePath,
    @Body({ schema: RestoreInput }) { reason }: RestoreInput,
    @Headers() headers: RequestHeaders,
  ): Promise<RecipientView> {
    const wanted = { recipient: id, contactPoint, reason, by: callerOf(headers, this.#principalSecret) };
    await answerWhenPublished(this.#messaging, [id], (unit) =>
      this.#restoreContactPoint.execute(wanted, unit),
    );
    return this.#showRecipient.execute(id);
  }

  @Get(':id/erasure')
  @Scopes('read')
  erasure(@Param({ schema: RecipientPath }) { id }: RecipientPath): Promise<ErasureView> {
    return this.#showErasure.execute(id);
  }
}
