import { Injectable } from '@nestjs/common';
import type { RecipientChanged } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { keepRecipients, type KnownRecipient } from '../storage/recipients.ts';

/** Keeps the newest attributes of recipients for conditions. */
@Injectable()
export class KnowRecipients {
  async execute(facts: readonly Received<RecipientChanged>[], unit: UnitOfWork): Promise<void> {
    const newest = new Map<string, KnownRecipient>();
    for (const { recipient, revision, data } of facts) {
      const known = newest.get(recipient);
      if (known !== undefined && known.revision > revision) continue;
      const { attributes, timeZone, country, locale } = data;
      newest.set(recipient, {
        recipient,
        revision,
        attributes: { ...attributes, ...given({ timeZone, country, locale }) },
      });
    }
    await keepRecipients(unit.sql, [...newest.values()]);
  }
}

function given(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
