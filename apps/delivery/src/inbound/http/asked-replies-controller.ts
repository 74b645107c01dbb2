import { MessagePath } from '@hermod/api';
import type { AskedReply } from '@hermod/contracts';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { AskedReplies } from '../../storage/asked-replies.ts';

/** The answers that messages ask for, for receipts; not reachable from outside. */
@Controller('v1/asked-replies')
export class AskedRepliesController {
  readonly #replies: AskedReplies;
  constructor(@Inject(AskedReplies) replies: AskedReplies) {
    this.#replies = replies;
  }

  /** Empty where there is no such message. */
  @Get(':id')
  async get(
    @Param({ schema: MessagePath }) { id }: MessagePath,
  ): Promise<{ replies: readonly AskedReply[] }> {
    return { replies: await this.#replies.of(id) };
  }
}
