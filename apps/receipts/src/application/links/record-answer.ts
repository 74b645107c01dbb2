import { deriveId, LANES } from '@hermod/contracts';
import { loadErased, Messaging, type UnitOfWork } from '@hermod/messaging';
import type { AnswerClaims } from '@hermod/providers';
import { CONFIG, hashAddress, type ServiceConfig } from '@hermod/service-host';
import { ATTRIBUTES, startSpan } from '@hermod/telemetry';
import { Inject, Injectable } from '@nestjs/common';
import { InboundTexts } from '../../storage/inbound-texts.ts';
import { Unsent } from '../../storage/unsent.ts';
import { untilKafkaHasIt, untilSent } from '../until-kafka-has-it.ts';

/** Stands where a text has a provider and an address: an answer by a link comes through none, and from a person, not a number. */
const BY_LINK = 'answer-link';

/** Records an answer that was given on the page behind a link. The token says whose it is and to what. */
@Injectable()
export class RecordAnswer {
  readonly #messaging: Messaging;
  readonly #texts: InboundTexts;
  readonly #unsent: Unsent;
  readonly #secret: string;

  constructor(
    @Inject(Messaging) messaging: Messaging,
    @Inject(InboundTexts) texts: InboundTexts,
    @Inject(Unsent) unsent: Unsent,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#messaging = messaging;
    this.#texts = texts;
    this.#unsent = unsent;
    this.#secret = config.secret;
  }

  /**
   * Resolves when Kafka has the answer; the same answer to the same message again is recorded once.
   * @throws HermodError KAFKA_UNAVAILABLE, DATABASE_UNAVAILABLE
   */
  async execute(claims: AnswerClaims, at: Date): Promise<void> {
    const { messageId, reply, runId, channel, recipient } = claims;
    const id = deriveId('answer', messageId, reply);
    const span = startSpan('record answer', {
      kind: 'server',
      attributes: {
        [ATTRIBUTES.messageId]: messageId,
        [ATTRIBUTES.runId]: runId ?? undefined,
        [ATTRIBUTES.channel]: channel,
      },
    });
    const record = (unit: UnitOfWork): Promise<boolean> =>
      this.#record(unit, claims, { id, at: at.toISOString(), traceparent: span.traceparent });
    try {
      const isNew = await untilKafkaHasIt(this.#messaging.units, 'urgent', [recipient], record);
      if (!isNew) await untilSent(async () => (await this.#unsent.inbound([id])).has(id));
    } catch (error) {
      span.fail(error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** @returns whether it was new. */
  async #record(
    unit: UnitOfWork,
    { recipient, messageId, runId, reply, channel }: AnswerClaims,
    { id, at, traceparent }: { id: string; at: string; traceparent: string },
  ): Promise<boolean> {
    // The person is gone and so is the run: there is nobody to tell it of.
    if ((await loadErased(unit.sql, [recipient])).has(recipient)) return false;
    const addressHash = hashAddress(`${BY_LINK} ${recipient}`, this.#secret);
    const row = { id, provider: BY_LINK, providerMessageId: undefined, channel, addressHash, at };
    const added = await this.#texts.add(unit.sql, [{ ...row, meaning: 'answer' }], unit.now);
    if (!added.has(id)) return false;
    unit.publish(
      'inboundReceived',
      {
        kind: 'text',
        channel,
        address: BY_LINK,
        addressHash,
        recipient,
        meaning: 'answer',
        lead: true,
        answer: { messageId, runId, reply },
        text: reply,
        provider: BY_LINK,
        at,
      },
      { id: deriveId(id, recipient), recipient, traceparent, lanes: LANES },
    );
    return true;
  }
}
