import { Inject, Injectable } from '@nestjs/common';
import type { ReceiptRecorded } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { ConcludeMessages } from './conclude-messages.ts';

/** A receipt tells of an attempt whose outcome is unknown, or whose call is still under way: it was accepted. */
@Injectable()
export class SettleUnknowns {
  readonly #conclude: ConcludeMessages;
  constructor(@Inject(ConcludeMessages) conclude: ConcludeMessages) {
    this.#conclude = conclude;
  }

  execute(facts: readonly Received<ReceiptRecorded>[], unit: UnitOfWork): Promise<void> {
    const calls = facts.flatMap(({ data, traceparent }) => {
      const { attemptId, messageId, providerMessageId } = data;
      if (attemptId === undefined) return [];
      const closing = {
        id: attemptId,
        state: 'accepted' as const,
        ...(providerMessageId === undefined ? {} : { providerMessageId }),
      };
      return [{ messageId, closing, traceparent }];
    });
    return this.#conclude.execute(calls, unit);
  }
}
