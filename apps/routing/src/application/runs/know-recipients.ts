import { Injectable } from '@nestjs/common';
import type { RecipientChanged } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { takeOffLists } from '../../storage/launch-lists.ts';
import { forgetActivity } from '../../storage/recipient-activity.ts';
import { keepRecipients, type KnownRecipient } from '../../storage/recipients.ts';

/** Keeps the newest attributes of recipients for conditions, and forgets what audiences know of those who are erased. */
@Injectable()
export class KnowRecipients {
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
    const erased = [...kept].filter((recipient) => newest.get(recipient)!.erased);
    await forgetActivity(unit.sql, erased);
    await takeOffLists(unit.sql, erased);
  }
}

function given(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
