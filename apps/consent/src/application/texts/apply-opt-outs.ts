import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ConsentLedger, type LedgerRecord } from '../../storage/ledger/consent-ledger.ts';
import { type HeardAbout, type Standing, Suppressions } from '../../storage/suppressions.ts';
import { channelsServedBy, publishConsentChanged } from '../consents/publish-consent-changed.ts';
import type { OptOutText } from './opt-out-text.ts';

/** STOP suppresses an address for everyone, START lifts that and nothing else. */
@Injectable()
export class ApplyOptOuts {
  readonly #suppressions: Suppressions;
  readonly #ledger: ConsentLedger;

  constructor(
    @Inject(Suppressions) suppressions: Suppressions,
    @Inject(ConsentLedger) ledger: ConsentLedger,
  ) {
    this.#suppressions = suppressions;
    this.#ledger = ledger;
  }

  /**
   * Applies texts in any order, any number of times. Of each address the newest STOP and the newest START count;
   * a START that is replayed keeps the instant at which it was heard first. Each copy for a holder writes the
   * holder's ledger and, where it still holds, is told on both lanes.
   * @returns the instants that count, by the texts' ids.
   */
  async execute(texts: readonly OptOutText[], unit: UnitOfWork): Promise<Map<string, Date>> {
    if (texts.length === 0) return new Map();
    const optIns = texts.filter(({ meaning }) => meaning === 'opt-in');
    const firstHeard = await this.#suppressions.hearOptIns(unit.sql, optIns);
    const timed = texts.map((text) => ({ ...text, at: firstHeard.get(text.id) ?? text.at }));
    const standings = await this.#suppressions.apply(unit.sql, newestOfEach(timed));
    await this.#ledger.append(unit.sql, timed.flatMap(toEntry), unit.now);
    for (const text of timed) tellHolder(text, standings.get(text.addressHash)!, unit);
    return new Map(timed.map(({ id, at }) => [id, at]));
  }
}

function newestOfEach(texts: readonly OptOutText[]): HeardAbout[] {
  const heard = new Map<string, HeardAbout>();
  for (const { addressHash, meaning, id, at } of texts) {
    const known = heard.get(addressHash) ?? {
      addressHash,
      stoppedAt: undefined,
      stopEntry: undefined,
      liftedAt: undefined,
    };
    const before = meaning === 'opt-out' ? known.stoppedAt : known.liftedAt;
    if (before !== undefined && before >= at) continue;
    const news = meaning === 'opt-out' ? { stoppedAt: at, stopEntry: id } : { liftedAt: at };
    heard.set(addressHash, { ...known, ...news });
  }
  return [...heard.values()];
}

/** Evidence of what the holder said, in their words. */
function toEntry(text: OptOutText): LedgerRecord[] {
  const { holder, id, meaning, family, method, wording, reason, at, recordedBy } = text;
  if (holder === undefined) return [];
  return [
    {
      ...holder,
      id,
      state: meaning === 'opt-out' ? 'withdrawn' : 'lifted',
      isSuppression: true,
      channel: family,
      purpose: undefined,
      topic: undefined,
      method,
      wording,
      wordingVersion: undefined,
      reason,
      at,
      recordedBy,
    },
  ];
}

function tellHolder(text: OptOutText, { isSuppressed, isLifted }: Standing, unit: UnitOfWork): void {
  const { holder, id, meaning, family, at, traceparent } = text;
  if (holder === undefined) return;
  // What a newer text has overtaken by now is no news.
  if (meaning === 'opt-out' ? !isSuppressed : !isLifted) return;
  const { recipient, contactPoint } = holder;
  publishConsentChanged(
    {
      recipient,
      entry: id,
      state: meaning === 'opt-out' ? 'suppressed' : 'lifted',
      scope: { channels: channelsServedBy(family), contactPoint },
      at,
      traceparent,
    },
    unit,
  );
}
