import { MessagePath } from '@hermod/api';
import { Scopes } from '@hermod/http';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { type KnownReceipt, Receipts } from '../../storage/receipts.ts';

/** `GET /v1/messages/{id}/receipts`: a message's part of the story that receipts knows; the gateway adds the rest. */
@Controller('v1/messages')
export class MessageReceiptsController {
  readonly #receipts: Receipts;
  constructor(@Inject(Receipts) receipts: Receipts) {
    this.#receipts = receipts;
  }

  /** In the order in which things happened; empty when nothing was reported, or nobody knows the message. */
  @Get(':id/receipts')
  @Scopes('read')
  async list(@Param({ schema: MessagePath }) { id }: MessagePath): Promise<{ receipts: KnownReceipt[] }> {
    return { receipts: await this.#receipts.ofMessage(id) };
  }
}
