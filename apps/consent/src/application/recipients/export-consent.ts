import { exportable, MOST_EXPORTED } from '@hermod/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { ConsentLedger, type LedgerRow } from '../../storage/ledger/consent-ledger.ts';
import { DecisionLog } from '../../storage/decision-log.ts';
import { Preferences } from '../../storage/preferences.ts';
import { Reviews } from '../../storage/reviews.ts';
import { type ExportRecord, RightsRecords, type SuppressionOf } from '../../storage/rights-records.ts';
import type { RecipientView } from './recipient-view.ts';
import { ShowRecipient } from './show-recipient.ts';

/** What consent knows of a recipient. */
export interface ConsentExport {
  readonly profile: Omit<RecipientView, 'contactPoints'>;
  readonly contactPoints: RecipientView['contactPoints'];
  readonly preferences: object;
  readonly ledger: readonly LedgerRow[];
  readonly decisions: readonly object[];
  readonly suppressions: readonly SuppressionOf[];
  readonly reviews: readonly object[];
  readonly exports: readonly ExportRecord[];
}

/** Everything that consent knows of somebody, for them to read. */
@Injectable()
export class ExportConsent {
  constructor(
    @Inject(ShowRecipient) private readonly recipients: ShowRecipient,
    @Inject(ConsentLedger) private readonly ledger: ConsentLedger,
    @Inject(DecisionLog) private readonly decisions: DecisionLog,
    @Inject(Preferences) private readonly preferences: Preferences,
    @Inject(Reviews) private readonly reviews: Reviews,
    @Inject(RightsRecords) private readonly records: RightsRecords,
  ) {}

  /** @throws HermodError RECIPIENT_NOT_FOUND, RECIPIENT_ERASED or EXPORT_TOO_LARGE. */
  async execute(recipient: string): Promise<ConsentExport> {
    const { contactPoints, ...profile } = await this.recipients.execute(recipient);
    const most = MOST_EXPORTED + 1;
    const preference = await this.preferences.find(recipient);
    const { recipient: _id, ...preferences } = preference ?? { recipient };
    const reviews = await Promise.all(
      [true, false].map((isOpen) => this.reviews.page({ isOpen, recipient, after: undefined, limit: most })),
    );
    return {
      profile,
      contactPoints,
      preferences,
      ledger: exportable('ledger', await this.ledger.page(recipient, most)),
      decisions: exportable('decisions', await this.decisions.page(recipient, most)),
      suppressions: await this.records.suppressionsOf(recipient),
      // Who else holds the number is nothing to this person.
      reviews: exportable(
        'reviews',
        reviews.flat().map(({ recipients: _holders, ...review }) => review),
      ),
      exports: await this.records.exportsOf(recipient, MOST_EXPORTED),
    };
  }
}
