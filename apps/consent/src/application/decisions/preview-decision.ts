import { decide, type Decision } from '@hermod/consent-policy';
import { type Channel, contactPointId, HermodError, type Purpose } from '@hermod/contracts';
import { CONFIG, hashAddress, type ServiceConfig } from '@hermod/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { DecisionFactsStore, type KnownRecipient } from '../../storage/decision-facts.ts';
import { contactPointChannel } from '../consents/contact-point-channel.ts';
import { normalizeAddress } from '../recipients/normalize-address.ts';

export interface PreviewQuestion {
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly topic?: string | undefined;
  /** The instant for which is decided, on what is known now. */
  readonly at: Date;
}

/** What a message that never expires would be told, without deciding anything. */
@Injectable()
export class PreviewDecision {
  readonly #facts: DecisionFactsStore;
  readonly #secret: string;

  constructor(@Inject(DecisionFactsStore) facts: DecisionFactsStore, @Inject(CONFIG) config: ServiceConfig) {
    this.#facts = facts;
    this.#secret = config.secret;
  }

  async forRecipient(recipient: string, question: PreviewQuestion): Promise<Decision> {
    return decideOn(await this.#facts.loadOne(recipient), question);
  }

  /**
   * The strictest answer of everyone who holds an address.
   * @throws HermodError CONTACT_POINT_NOT_FOUND when nobody holds it, or that it is no address.
   */
  async forContactPoint(written: string, question: PreviewQuestion): Promise<Decision> {
    const channel = contactPointChannel(question.channel);
    const address = normalizeAddress(channel, written);
    const holders = await this.#facts.loadHolders(hashAddress(address, this.#secret));
    const decisions = [...holders].map(([recipient, known]) =>
      decideOn(only(known, contactPointId(recipient, channel, address)), question),
    );
    const [strictest] = decisions.toSorted((a, b) => STRICTNESS[b.decision] - STRICTNESS[a.decision]);
    if (strictest === undefined) throw unknownContactPoint();
    return strictest;
  }
}

const STRICTNESS: Readonly<Record<Decision['decision'], number>> = { permitted: 0, deferred: 1, refused: 2 };

function decideOn(
  { facts, counted }: KnownRecipient,
  { channel, purpose, topic, at }: PreviewQuestion,
): Decision {
  return decide({ channel, purpose, topic }, { ...facts, counted, isWithdrawn: false }, at);
}

/** The recipient, as if they had that contact point of its channel only. */
function only(known: KnownRecipient, id: string): KnownRecipient {
  const channel = known.facts.contactPoints.find((point) => point.id === id)?.channel;
  const contactPoints = known.facts.contactPoints.filter(
    (point) => point.channel !== channel || point.id === id,
  );
  return { ...known, facts: { ...known.facts, contactPoints } };
}

function unknownContactPoint(): HermodError {
  return new HermodError('CONTACT_POINT_NOT_FOUND', 'nobody is known to hold this contact point', {
    field: 'contactPoint',
    fix: 'store it with a recipient first, or name a recipient',
  });
}
