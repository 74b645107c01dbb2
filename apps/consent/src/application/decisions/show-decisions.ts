import { Inject, Injectable } from '@nestjs/common';
import { DecisionLog, type DecisionPlace, type DecisionRow } from '../../storage/decision-log.ts';
import { Recipients } from '../../storage/recipients.ts';
import { recipientNotFound } from '../recipients/recipient-errors.ts';

/** What was decided about the messages to a recipient, newest first. Of an erased one only the rules are told. */
@Injectable()
export class ShowDecisions {
  readonly #recipients: Recipients;
  readonly #decisions: DecisionLog;

  constructor(@Inject(Recipients) recipients: Recipients, @Inject(DecisionLog) decisions: DecisionLog) {
    this.#recipients = recipients;
    this.#decisions = decisions;
  }

  /**
   * @param before where the page before ended.
   * @throws HermodError RECIPIENT_NOT_FOUND when there is neither a recipient of that id nor a decision: somebody who was
   * never stored has been refused messages all the same, and the list tells so.
   */
  async execute(recipient: string, limit: number, before?: DecisionPlace): Promise<DecisionRow[]> {
    const rows = await this.#decisions.page(recipient, limit, before);
    if (rows.length === 0 && (await this.#recipients.find(recipient)) === undefined)
      throw recipientNotFound();
    return rows;
  }
}
