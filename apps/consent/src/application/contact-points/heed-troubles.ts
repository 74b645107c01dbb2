import { type Channel, contactPointId, type InboundReceived, type MessageAttempted } from '@hermod/contracts';
import type { Received, UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import {
  ContactPointHealth,
  type SoftBounceTold,
  type ToldOfPoint,
  type TroubleTold,
} from '../../storage/contact-point-health.ts';
import { contactPointChannel } from '../consents/contact-point-channel.ts';

const MOST_REASON_CHARS = 200;

/** What became of contact points: dead tokens and mailboxes, landlines, mailboxes that take nothing for weeks. */
@Injectable()
export class HeedTroubles {
  readonly #health: ContactPointHealth;

  constructor(@Inject(ContactPointHealth) health: ContactPointHealth) {
    this.#health = health;
  }

  /** As providers report it (fact 7). In any order and any number of times. */
  async ofReports(facts: readonly Received<InboundReceived>[], unit: UnitOfWork): Promise<void> {
    // First: what is counted looks at when it was.
    await this.#health.noteAlive(
      unit.sql,
      facts.flatMap(({ data }) => signOfLife(data, unit.now)),
    );
    const reports = facts.flatMap(({ data }) => reportOf(data, unit.now));
    await this.#health.mark(
      unit.sql,
      reports.filter((report): report is TroubleTold => 'trouble' in report),
    );
    await this.#health.countSoftBounces(
      unit.sql,
      reports.filter((report): report is SoftBounceTold => !('trouble' in report)),
      unit.now,
    );
  }

  /** As it showed when a message was handed over (fact 5). */
  async ofAttempts(facts: readonly Received<MessageAttempted>[], unit: UnitOfWork): Promise<void> {
    const troubles = facts.flatMap(({ data }) =>
      (data.troubles ?? []).flatMap(({ contactPoint, trouble, reason }): TroubleTold[] => {
        const channels = reachedNoMore(data.channel);
        if (trouble === 'unusable' && channels.length === 0) return [];
        const told = {
          recipient: data.recipient,
          contactPoint,
          at: instant(data.calledAt ?? data.at, unit.now),
        };
        return [{ ...told, trouble, channels, reason: reason.slice(0, MOST_REASON_CHARS) }];
      }),
    );
    await this.#health.mark(unit.sql, troubles);
  }
}

/**
 * What an unusable number takes no more: a landline neither SMS nor MMS. Whether it takes RCS is asked at each hand-over, since
 * people change their phones.
 */
function reachedNoMore(channel: Channel): readonly Channel[] {
  if (channel === 'rcs') return [];
  return channel === 'sms' ? ['sms', 'mms'] : [channel];
}

function reportOf(data: InboundReceived, now: Date): (TroubleTold | SoftBounceTold)[] {
  const { kind, channel, address, recipient } = data;
  if (recipient === undefined || kind === 'text' || kind === 'complaint') return [];
  const told = {
    recipient,
    contactPoint: contactPointId(recipient, contactPointChannel(channel), address),
    at: instant(data.at, now),
    reason: (data.reason ?? kind).slice(0, MOST_REASON_CHARS),
  };
  if (kind === 'bounce' && data.hard !== true) return channel === 'email' ? [told] : [];
  if (kind !== 'unusable') return [{ ...told, trouble: 'dead', channels: [] }];
  const channels = reachedNoMore(channel);
  return channels.length === 0 ? [] : [{ ...told, trouble: 'unusable', channels }];
}

/** Who writes from a mailbox can read what comes there. */
function signOfLife({ kind, channel, address, recipient, at }: InboundReceived, now: Date): ToldOfPoint[] {
  if (kind !== 'text' || channel !== 'email' || recipient === undefined) return [];
  return [{ recipient, contactPoint: contactPointId(recipient, 'email', address), at: instant(at, now) }];
}

/** No report is newer than now, whatever its clock says: a restore must be able to outlive it. */
const instant = (at: string, now: Date): Date => new Date(Math.min(Date.parse(at), now.getTime()));
