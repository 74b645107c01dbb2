import { deriveId, LANES } from '@hermod/contracts';
import { microBatch } from '@hermod/http';
import { Messaging, type UnitOfWork } from '@hermod/messaging';
import type { InboundReport } from '@hermod/providers';
import { CONFIG, hashAddress, type ServiceConfig } from '@hermod/service-host';
import { ATTRIBUTES, startSpan } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints } from '../storage/contact-points.ts';
import { InboundTexts, type NewInboundText } from '../storage/inbound-texts.ts';
import { Unsent } from '../storage/unsent.ts';
import { copiesOf } from './copies-of-text.ts';
import { meaningOf } from './meaning-of.ts';
import { concernsAll, untilKafkaHasIt, untilSent } from './until-kafka-has-it.ts';

/** A text of a person, and the account it came through. */
export type InboundText = Pick<
  InboundReport,
  'channel' | 'from' | 'to' | 'text' | 'answer' | 'meaning' | 'providerMessageId'
> & {
  /** The provider's id. */
  readonly provider: string;
  /** ISO 8601, UTC. */
  readonly at: string;
};

interface Pending {
  readonly text: InboundText;
  readonly row: NewInboundText;
  readonly traceparent: string;
}

const WAIT_MS = 2;
const MOST_AT_ONCE = 200;
/** Longest text of the fact. */
const MOST_CHARS = 4096;
const MOST_ADDRESS_CHARS = 256;

/**
 * Records what people write, and publishes it for each known holder of the number; an opt-out or opt-in, and what nobody
 * holds the number of, also under the number's HMAC. Always in both lanes: urgent work looks at opt-outs in its own lane only.
 */
@Injectable()
export class RecordInbound {
  readonly #messaging: Messaging;
  readonly #texts: InboundTexts;
  readonly #contactPoints: ContactPoints;
  readonly #secret: string;
  readonly #join: (item: Pending) => Promise<boolean>;
  readonly #isUnsent: (id: string) => Promise<boolean>;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(InboundTexts) texts: InboundTexts,
    @Inject(ContactPoints) contactPoints: ContactPoints,
    @Inject(Unsent) unsent: Unsent,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#messaging = messaging;
    this.#texts = texts;
    this.#contactPoints = contactPoints;
    this.#secret = config.secret;
    const batch = {
      maxItems: MOST_AT_ONCE,
      waitMs: WAIT_MS,
      triesAlone: (error: unknown) => !concernsAll(error),
    };
    this.#join = microBatch((items) => this.#record(items), batch);
    this.#isUnsent = microBatch(async (ids) => {
      const found = await unsent.inbound(ids);
      return ids.map((id) => found.has(id));
    }, batch);
  }

  /**
   * Resolves when the text is recorded and Kafka has its facts; the same text again is recorded once.
   * @throws HermodError KAFKA_UNAVAILABLE, DATABASE_UNAVAILABLE
   */
  async execute(text: InboundText): Promise<void> {
    const row = this.#rowOf(text);
    const span = startSpan('record inbound', {
      kind: 'server',
      attributes: { [ATTRIBUTES.channel]: text.channel, [ATTRIBUTES.provider]: text.provider },
    });
    try {
      const isNew = await this.#join({ text, row, traceparent: span.traceparent });
      if (!isNew) await untilSent(() => this.#isUnsent(row.id));
    } catch (error) {
      span.fail(error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** @returns of each item whether it was new. */
  async #record(items: readonly Pending[]): Promise<boolean[]> {
    const hashes = new Set(items.map(({ row }) => row.addressHash));
    // Whoever gets the number between this look and the lock is covered by the copy for the address.
    const holders = await this.#contactPoints.holdersOf([...hashes]);
    const keys = [...hashes, ...[...holders.values()].flat()];
    return untilKafkaHasIt(this.#messaging.units, 'urgent', keys, async (unit) => {
      const unique = [...new Map(items.map((item) => [item.row.id, item])).values()];
      const added = await this.#texts.add(
        unit.sql,
        unique.map(({ row }) => row),
        unit.now,
      );
      for (const item of unique)
        if (added.has(item.row.id)) publish(item, holders.get(item.row.addressHash) ?? [], unit);
      return items.map(({ row }) => added.has(row.id));
    });
  }

  #rowOf({ provider, providerMessageId, channel, from, text, meaning, at }: InboundText): NewInboundText {
    const addressHash = hashAddress(from, this.#secret);
    return {
      // Without an id of the provider's, the same words from the same number at the same instant are the same text.
      id: deriveId('inbound', provider, providerMessageId ?? deriveId(addressHash, text, at)),
      provider,
      providerMessageId,
      channel,
      addressHash,
      meaning: meaningOf(text, meaning),
      at,
    };
  }
}

function publish({ text, row, traceparent }: Pending, holders: readonly string[], unit: UnitOfWork): void {
  const fact = {
    kind: 'text' as const,
    channel: text.channel,
    address: text.from,
    addressHash: row.addressHash,
    meaning: row.meaning,
    // Whoever understood it has answered it: Twilio does both, or neither.
    ...(text.meaning === undefined ? {} : { answeredByProvider: true }),
    to: text.to.slice(0, MOST_ADDRESS_CHARS),
    ...(text.answer === undefined ? {} : { answer: text.answer }),
    text: text.text.slice(0, MOST_CHARS),
    provider: text.provider,
    ...(text.providerMessageId === undefined ? {} : { providerMessageId: text.providerMessageId }),
    at: text.at,
  };
  for (const { key, fact: copy } of copiesOf(fact, holders)) {
    const about = { id: deriveId(row.id, key), recipient: key, traceparent, lanes: LANES };
    unit.publish('inboundReceived', copy, about);
  }
}
