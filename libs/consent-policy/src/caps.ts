import type { Channel, Purpose } from '@hermod/contracts';

/** At most so many messages to a recipient in a rolling window. Critical messages are neither counted nor held. */
export interface Cap {
  /** Names it in decisions. */
  readonly name: string;
  /** Absent: all of them. */
  readonly channels?: readonly Channel[] | undefined;
  /** Absent: all but critical. */
  readonly purposes?: readonly Purpose[] | undefined;
  /** Absent: all of them. */
  readonly topics?: readonly string[] | undefined;
  /** `topic`: messages of the same topic are counted together, those without one as well. */
  readonly per: 'recipient' | 'topic';
  readonly most: number;
  readonly withinMs: number;
}

/** A message that counts against caps, from its permission on. */
export interface Counted {
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly topic?: string | undefined;
  readonly at: Date;
}
