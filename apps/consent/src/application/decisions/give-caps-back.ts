import type { MessageAttempted } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { CountedMessages } from '../../storage/counted-messages.ts';

const REACHED_NOBODY: readonly MessageAttempted['outcome'][] = ['failed', 'expired', 'withdrawn', 'deferred'];

/** A message that failed, expired, was withdrawn or waits again has reached nobody: its place under the caps is free. */
@Injectable()
export class GiveCapsBack {
  readonly #counted: CountedMessages;

  constructor(@Inject(CountedMessages) counted: CountedMessages) {
    this.#counted = counted;
  }

  async execute(facts: readonly Received<MessageAttempted>[], unit: UnitOfWork): Promise<void> {
    // One of several devices may be dead while another one took the push: that has reached somebody.
    const back = facts
      .filter(({ data }) => REACHED_NOBODY.includes(data.outcome))
      .map(({ data: { recipient, messageId, request } }) => ({ recipient, messageId, request }));
    await this.#counted.giveBack(unit.sql, back);
  }
}
