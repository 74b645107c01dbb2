import { Inject, Injectable } from '@nestjs/common';
import { troubleOf } from '../../storage/contact-point-health.ts';
import { type KeptRecipient, Recipients } from '../../storage/recipients.ts';
import { recipientErased, recipientNotFound } from './recipient-errors.ts';
import { type RecipientView, stateOf } from './recipient-view.ts';

/** One recipient as it is stored. */
@Injectable()
export class ShowRecipient {
  readonly #recipients: Recipients;

  constructor(@Inject(Recipients) recipients: Recipients) {
    this.#recipients = recipients;
  }

  /** @throws HermodError RECIPIENT_NOT_FOUND or RECIPIENT_ERASED. */
  async execute(id: string): Promise<RecipientView> {
    const kept = await this.#recipients.find(id);
    if (kept === undefined) throw recipientNotFound();
    if (kept.row.erasedAt !== null) throw recipientErased();
    return toView(kept);
  }
}

function toView({ row, contactPoints }: KeptRecipient): RecipientView {
  return {
    id: row.id,
    attributes: row.attributes,
    timeZone: row.timeZone ?? undefined,
    country: row.country ?? undefined,
    region: row.region ?? undefined,
    locale: row.locale ?? undefined,
    contactPoints: contactPoints.map(({ id, channel, provider, address, deviceTimeZone, ...kept }) => ({
      id,
      channel,
      ...(provider === null ? {} : { provider }),
      address,
      ...(deviceTimeZone === null ? {} : { timeZone: deviceTimeZone }),
      ...stateOf(
        channel,
        troubleOf({
          channel,
          dead_at: kept.deadAt,
          unusable_at: kept.unusableAt,
          unusable_channels: kept.unusableChannels,
          trouble_reason: kept.troubleReason,
        }),
      ),
    })),
    changedAt: row.changedAt.toISOString(),
  };
}
