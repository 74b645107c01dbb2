import type { MessageAttempted } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { CountedMessages } from '../../storage/counted-messages.ts';

/** A message that failed, expired, was withdrawn or waits again has reached nobody: its place under the caps is free. */
@Injectable()
export class GiveCapsBack {
  readonly #counted: CountedMessages;

  constructor(@Inject(CountedMessages) counted: CountedMessages) {
    this.#counted = counted;
  }

  async execute(facts: readonly Received<MessageAttempted>[], unit: UnitOfWork): Promise<void> {
    const back = facts.map(({ data: { recipient, messageId, request } }) => ({
      recipient,
      messageId,
      request,
    }));
    await this.#counted.giveBack(unit.sql, back);
  }
}
