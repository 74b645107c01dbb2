import type { MessageWithdrawn } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { Decisions } from '../../storage/decisions.ts';

/** Remembers that messages are no longer wanted: a request that is decided later is refused. */
@Injectable()
export class MarkWithdrawn {
  readonly #decisions: Decisions;

  constructor(@Inject(Decisions) decisions: Decisions) {
    this.#decisions = decisions;
  }

  async execute(withdrawals: readonly Received<MessageWithdrawn>[], unit: UnitOfWork): Promise<void> {
    const records = withdrawals.map(({ data: { messageId, reason, at } }) => ({ messageId, reason, at }));
    await this.#decisions.markWithdrawn(unit.sql, records);
  }
}
