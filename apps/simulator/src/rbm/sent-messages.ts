import type { Outgoing } from '../webhooks/post.ts';

/** Where a message is. `lost` never arrives; `waiting` arrives when the phone is back. */
export type Whereabouts = 'waiting' | 'lost' | 'delivered' | 'revoked';

/** A message that was taken from an agent. */
export interface SentMessage {
  readonly number: string;
  readonly expiresAt: Date;
  whereabouts: Whereabouts;
  /** Shows it on the phone. @returns what is reported of it */
  readonly deliver: (at: Date) => Outgoing;
  /** What is reported when its time was over first. */
  readonly expire: (at: Date) => Outgoing;
}

/** The oldest are forgotten beyond this. */
const MOST = 200_000;

/** What agents sent: an id that an agent has used is not used again, and what was not delivered can be revoked. */
export class SentMessages {
  readonly #sent = new Map<string, SentMessage>();

  has(agentId: string, messageId: string): boolean {
    return this.#sent.has(`${agentId} ${messageId}`);
  }

  add(agentId: string, messageId: string, message: SentMessage): void {
    this.#sent.set(`${agentId} ${messageId}`, message);
    if (this.#sent.size <= MOST) return;
    const [oldest] = this.#sent.keys();
    if (oldest !== undefined) this.#sent.delete(oldest);
  }

  /** True when it will not be delivered any more; false when it was, or never was sent to that number. */
  revoke(agentId: string, messageId: string, number: string): boolean {
    const sent = this.#sent.get(`${agentId} ${messageId}`);
    if (sent === undefined || sent.number !== number) return false;
    if (sent.whereabouts !== 'waiting' && sent.whereabouts !== 'lost') return false;
    sent.whereabouts = 'revoked';
    return true;
  }

  /** A phone is back: what waited for it arrives, unless its time is over. @returns what is reported */
  arrive(number: string, at: Date): Outgoing[] {
    const waited = [...this.#sent.values()].filter(
      (sent) => sent.number === number && sent.whereabouts === 'waiting',
    );
    return waited.map((sent) => {
      const isLate = sent.expiresAt <= at;
      sent.whereabouts = isLate ? 'revoked' : 'delivered';
      return isLate ? sent.expire(at) : sent.deliver(at);
    });
  }
}
