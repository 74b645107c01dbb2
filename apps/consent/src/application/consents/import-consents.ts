import type { HermodError } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { idOfImported } from './id-of-imported.ts';
import { type ConsentToRecord, RecordConsents } from './record-consents.ts';

/** A consent of an import; its id follows from what it says. */
export type ImportedConsent = Omit<ConsentToRecord, 'id'>;

/** Records consents of recipients who are known. Importing the same again changes nothing. */
@Injectable()
export class ImportConsents {
  readonly #recordConsents: RecordConsents;

  constructor(@Inject(RecordConsents) recordConsents: RecordConsents) {
    this.#recordConsents = recordConsents;
  }

  /** @returns of each consent what is wrong with it alone; the others are recorded. */
  async execute(
    consents: readonly ImportedConsent[],
    unit: UnitOfWork,
  ): Promise<(HermodError | undefined)[]> {
    const recorded = await this.#recordConsents.execute(
      consents.map((consent) => ({ ...consent, id: idOfImported(consent.recipient, consent) })),
      unit,
    );
    return recorded.map((entry) => (entry instanceof Error ? entry : undefined));
  }
}
