import type { HermodError } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { findContradiction } from '../consents/find-contradiction.ts';
import { idOfImported } from '../consents/id-of-imported.ts';
import { type ConsentToRecord, RecordConsents } from '../consents/record-consents.ts';
import { type RecipientToStore, StoreRecipients } from './store-recipients.ts';

/** A consent of an imported row; it belongs to the row's recipient, and its id follows from what it says. */
export type ConsentToImport = Omit<ConsentToRecord, 'id' | 'recipient'>;

/** One row of an import: a recipient, and what they have said. */
export interface RowToImport {
  readonly recipient: RecipientToStore;
  readonly consents: readonly ConsentToImport[];
}

/** Some rows of a batch have consents that can't be recorded, so nothing of the batch may be stored. */
export class RowsRefused extends Error {
  override readonly name = 'RowsRefused';
  /** By the row's place in the batch. */
  readonly reasons: ReadonlyMap<number, HermodError>;
  constructor(reasons: ReadonlyMap<number, HermodError>) {
    super(`${reasons.size} rows can't be imported`);
    this.reasons = reasons;
  }
}

/** Stores recipients together with their consents: of a row all or nothing. */
@Injectable()
export class ImportRecipients {
  readonly #storeRecipients: StoreRecipients;
  readonly #recordConsents: RecordConsents;

  constructor(
    @Inject(StoreRecipients) storeRecipients: StoreRecipients,
    @Inject(RecordConsents) recordConsents: RecordConsents,
  ) {
    this.#storeRecipients = storeRecipients;
    this.#recordConsents = recordConsents;
  }

  /**
   * Importing the same rows again changes nothing: a consent without `at` keeps the time of its first import, so it
   * never counts for more than a withdrawal that came in between.
   * @throws RowsRefused which rows have to be left out; the others can be imported in another unit.
   */
  async execute(rows: readonly RowToImport[], unit: UnitOfWork): Promise<void> {
    await this.#storeRecipients.execute(
      rows.map(({ recipient }) => recipient),
      unit,
    );
    const contradictions = rows.flatMap(({ consents: said }, row): [number, HermodError][] => {
      const problem = findContradiction(said);
      return problem === undefined ? [] : [[row, problem]];
    });
    if (contradictions.length > 0) throw new RowsRefused(new Map(contradictions));
    const consents = rows.flatMap(({ recipient, consents: said }, row) =>
      said.map((consent) => ({
        row,
        consent: { ...consent, recipient: recipient.id, id: idOfImported(recipient.id, consent) },
      })),
    );
    if (consents.length === 0) return;
    const entries = await this.#recordConsents.execute(
      consents.map(({ consent }) => consent),
      unit,
    );
    const refused = entries.flatMap((entry, n): [number, HermodError][] =>
      entry instanceof Error ? [[consents[n]!.row, entry]] : [],
    );
    if (refused.length > 0) throw new RowsRefused(new Map(refused.toReversed()));
  }
}
