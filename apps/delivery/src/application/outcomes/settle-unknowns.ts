import { Inject, Injectable } from '@nestjs/common';
import type { ReceiptRecorded } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { ConcludeMessages } from './conclude-messages.ts';

/** Stands before the reason of an attempt of which a receipt told before its own call did, or instead of it. */
export const SETTLED_BY_RECEIPT = 'SETTLED_BY_RECEIPT';

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
        reason: `${SETTLED_BY_RECEIPT}: the ${data.kind} report of ${data.at} says that it was sent`,
        ...(providerMessageId === undefined ? {} : { providerMessageId }),
      };
      return [{ messageId, closing, traceparent }];
    });
    return this.#conclude.execute(calls, unit);
  }
}
