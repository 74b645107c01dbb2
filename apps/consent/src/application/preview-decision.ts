import type { Channel, Purpose } from '@hermod/contracts';
import { decide, type Decision } from '@hermod/consent-policy';
import { Inject, Injectable } from '@nestjs/common';
import { DecisionFactsStore } from '../storage/decision-facts.ts';

export interface PreviewQuestion {
  readonly recipient: string;
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

  constructor(@Inject(DecisionFactsStore) facts: DecisionFactsStore) {
    this.#facts = facts;
  }

  async execute({ recipient, channel, purpose, topic, at }: PreviewQuestion): Promise<Decision> {
    const { facts } = await this.#facts.loadOne(recipient);
    return decide({ channel, purpose, topic }, { ...facts, isWithdrawn: false }, at);
  }
}
