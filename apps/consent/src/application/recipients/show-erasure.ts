import type { ErasureView } from '@hermod/api';
import { HermodError } from '@hermod/contracts';
import { ErasedRecipients } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { RightsRecords } from '../../storage/rights-records.ts';

const ERASED = [
  'attributes, time zone, country, region and locale',
  'contact points',
  'preferences, and what the person was asked to confirm',
  'wordings, sources and reasons in the ledger, and the salts without which nobody can guess at them',
  'the words of texts that somebody had to read',
  'what decisions had looked at, and what counted against caps',
];
const KEPT = [
  'suppressions of addresses, as an HMAC: whoever said STOP is not texted again',
  'that consents were given or withdrawn, when and by which method, under the opaque id: the chain still verifies',
  'that messages were permitted or refused, when and by which rule',
  'that the erasure was asked for, when, by which key and why; and exports before it',
];

/** Tells what was erased here. What the other services have done, they say themselves. */
@Injectable()
export class ShowErasure {
  readonly #records: RightsRecords;
  readonly #erased: ErasedRecipients;

  constructor(
    @Inject(RightsRecords) records: RightsRecords,
    @Inject(ErasedRecipients) erased: ErasedRecipients,
  ) {
    this.#records = records;
    this.#erased = erased;
  }

  /**
   * The latest erasure of a recipient, also of one who was stored anew since.
   * @throws HermodError ERASURE_NOT_FOUND when the recipient was never erased.
   */
  async execute(recipient: string): Promise<ErasureView> {
    const mark = await this.#erased.find(recipient);
    if (mark === undefined) {
      throw new HermodError('ERASURE_NOT_FOUND', 'this recipient is not erased', {
        field: 'id',
        fix: 'erase with DELETE /v1/recipients/{id}',
      });
    }
    const reason = (await this.#records.latestErasure(recipient))?.reason ?? undefined;
    const own = { service: 'consent', status: 'erased' as const, erasedAt: mark.doneAt.toISOString() };
    return {
      recipient,
      status: 'erasing',
      erasedAt: mark.erasedAt.toISOString(),
      ...(reason === undefined ? {} : { reason }),
      services: [{ ...own, erased: ERASED, kept: KEPT }],
      copies: [],
    };
  }
}
