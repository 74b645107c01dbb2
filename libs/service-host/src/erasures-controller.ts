import { RecipientPath } from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import { type ErasedMark, ErasedRecipients } from '@hermod/messaging';
import { Controller, Get, Inject, Param } from '@nestjs/common';

/** Whether this service has erased somebody. Every service has it, for the gateway; it is not reachable from outside. */
@Controller('v1/erasures')
export class ErasuresController {
  readonly #erased: ErasedRecipients;
  constructor(@Inject(ErasedRecipients) erased: ErasedRecipients) {
    this.#erased = erased;
  }

  /** The latest erasure that was carried out here. */
  @Get(':id')
  async get(@Param({ schema: RecipientPath }) { id }: RecipientPath): Promise<ErasedMark> {
    const mark = await this.#erased.find(id);
    if (mark === undefined)
      throw new HermodError('ERASURE_NOT_FOUND', 'this recipient was not erased here', {
        field: 'id',
        fix: 'ask again in a moment, if it was erased',
      });
    return mark;
  }
}
