import { Inject, Injectable } from '@nestjs/common';
import { erasuresOf, type RecipientChanged } from '@hermod/contracts';
import { markErased, type Received, type UnitOfWork } from '@hermod/messaging';
import { takeOffLists } from '../../storage/launch-lists.ts';
import { forgetActivity } from '../../storage/recipient-activity.ts';
import { keepRecipients, type KnownRecipient } from '../../storage/recipients.ts';
import { eraseUnmatched } from '../../storage/unmatched-answers.ts';
import { EraseRunsOf } from './erase-runs-of.ts';

/** Keeps the newest attributes of recipients for conditions, and forgets everything about those who were erased. */
@Injectable()
export class KnowRecipients {
  readonly #eraseRunsOf: EraseRunsOf;
  constructor(@Inject(EraseRunsOf) eraseRunsOf: EraseRunsOf) {
    this.#eraseRunsOf = eraseRunsOf;
  }

  async execute(facts: readonly Received<RecipientChanged>[], unit: UnitOfWork): Promise<void> {
    const newest = new Map<string, KnownRecipient>();
    for (const { recipient, revision, data } of facts) {
      const known = newest.get(recipient);
      if (known !== undefined && known.revision > revision) continue;
      const { attributes, timeZone, country, locale, erased } = data;
      newest.set(recipient, {
        recipient,
        revision,
        attributes: { ...attributes, ...given({ timeZone, country, locale }) },
        erased,
      });
    }
    const kept = await keepRecipients(unit.sql, [...newest.values()]);
    // Also of those who were stored anew since: what is from before has to go.
    const erasures = await markErased(unit.sql, erasuresOf(facts.map(({ data }) => data)), unit.now);
    const erased = erasures.map(({ recipient }) => recipient);
    await forgetActivity(unit.sql, erased);
    await takeOffLists(unit.sql, erased);
    await eraseUnmatched(unit.sql, [...erased, ...erasures.flatMap(({ addressHashes }) => addressHashes)]);
    await this.#eraseRunsOf.execute(
      erasures.map(({ recipient, erasedAt }) => ({
        recipient,
        // A replayed erasure leaves alone what a later state has started.
        startedBy: kept.has(recipient) ? undefined : erasedAt,
      })),
      unit,
    );
  }
}

function given(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
