import { explainInbound } from '@hermod/consent-policy';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ConsentLedger, type LedgerRecord } from '../../storage/ledger/consent-ledger.ts';
import { Reviews } from '../../storage/reviews.ts';
import { channelsServedBy, publishConsentChanged } from '../consents/publish-consent-changed.ts';
import type { HeardText } from './heard-text.ts';

/**
 * A text that may ask for an end waits for somebody to read it, and until then its number gets no marketing. What that rests on
 * stands in each holder's ledger.
 */
@Injectable()
export class RecordObjections {
  readonly #reviews: Reviews;
  readonly #ledger: ConsentLedger;

  constructor(@Inject(Reviews) reviews: Reviews, @Inject(ConsentLedger) ledger: ConsentLedger) {
    this.#reviews = reviews;
    this.#ledger = ledger;
  }

  /** In any order and any number of times; a text that is settled already holds nothing up any more. */
  async execute(texts: readonly HeardText[], unit: UnitOfWork): Promise<void> {
    if (texts.length === 0) return;
    const reviews = texts.map(({ id, addressHash, channel, holder, wording, provider, at }) => ({
      id,
      addressHash,
      channel,
      recipient: holder?.recipient,
      words: wording,
      phrase: explainInbound(wording ?? '').phrase ?? '',
      provider,
      at,
    }));
    const open = await this.#reviews.add(unit.sql, reviews);
    await this.#ledger.append(unit.sql, texts.flatMap(toEntry), unit.now);
    for (const text of texts) if (open.has(text.id)) tell(text, unit);
  }
}

function toEntry(text: HeardText): LedgerRecord[] {
  const { holder, id, family, channel, wording, at, provider } = text;
  if (holder === undefined) return [];
  return [
    {
      ...holder,
      id,
      state: 'objected',
      isSuppression: true,
      channel: family,
      purpose: 'marketing',
      topic: undefined,
      method: channel,
      wording,
      wordingVersion: undefined,
      at,
      recordedBy: provider,
    },
  ];
}

/** What was permitted before must not open any more; what is asked for again is refused or permitted anew. */
function tell({ holder, id, family, at, traceparent }: HeardText, unit: UnitOfWork): void {
  if (holder === undefined) return;
  const { recipient, contactPoint } = holder;
  publishConsentChanged(
    {
      recipient,
      entry: id,
      state: 'withdrawn',
      scope: { channels: channelsServedBy(family), purpose: 'marketing', contactPoint },
      at,
      traceparent,
    },
    unit,
  );
}
