import type {
  AttemptOutcome,
  MessageIntent,
  ReceiptKind,
  Weakness,
  WithdrawalReason,
} from '@hermod/contracts';
import type { Millis } from './run.ts';

/** An event as conditions see it. */
export type EventView = Readonly<Record<string, unknown>>;

/** What a run is told. */
export type Stimulus =
  | { readonly kind: 'start' }
  | { readonly kind: 'event'; readonly event: EventView }
  | {
      readonly kind: 'decided';
      readonly messageId: string;
      readonly request: number;
      readonly decision: 'deferred' | 'refused';
      readonly of?: 'channel' | 'recipient' | undefined;
      readonly until?: Millis | undefined;
      readonly why: Why;
    }
  | {
      readonly kind: 'attempted';
      readonly messageId: string;
      readonly request: number;
      readonly outcome: AttemptOutcome;
      readonly acceptedAt?: Millis | undefined;
      readonly calledAt?: Millis | undefined;
      /** The number, agent or mailbox that it was sent from. */
      readonly sender?: string | undefined;
      readonly answersWithdrawal: boolean;
      readonly why: Why;
    }
  | {
      readonly kind: 'receipt';
      readonly messageId: string;
      readonly receipt: ReceiptKind;
      readonly weak?: Weakness | undefined;
      readonly why: Why;
    }
  /** The person answered a message; which of its replies it is was found out before. */
  | {
      readonly kind: 'answer';
      readonly messageId: string;
      /** The id of the reply; undefined where it is none of them. */
      readonly reply?: string | undefined;
      readonly text?: string | undefined;
      readonly at: Millis;
      readonly why: Why;
    }
  /** An opt-out covers these messages of the run. */
  | { readonly kind: 'opted-out'; readonly messages: readonly string[]; readonly why: Why }
  /** Somebody ends the run from outside. */
  | { readonly kind: 'cancel'; readonly why: Why }
  /** Time has passed. */
  | {
      readonly kind: 'tick';
      /** Later timers wait, though they are due: facts that would cancel them may be unread. */
      readonly upTo?: Millis | undefined;
    };

/** A rule and the values it looked at. */
export interface Why {
  readonly rule: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A step is left, and how. */
export interface Leaving {
  readonly outcome: string;
  readonly why: Why;
}

/** What the world has to do about it. */
export type Effect =
  | {
      readonly kind: 'request';
      readonly messageId: string;
      readonly request: number;
      /** All of the intent but what the run itself says: journey, version, run. */
      readonly intent: Pick<
        MessageIntent,
        'step' | 'visit' | 'rung' | 'channel' | 'template' | 'handOverWithinMs' | 'replies'
      >;
    }
  | { readonly kind: 'withdraw'; readonly messageId: string; readonly reason: WithdrawalReason }
  | {
      /** A domain event goes back to Kafka, about the run's recipient. */
      readonly kind: 'publish';
      readonly id: string;
      readonly type: string;
      readonly data: Readonly<Record<string, unknown>>;
      /** How many journeys stand between the first event and this one. */
      readonly hop: number;
    }
  /** The event belongs to this run and starts no other one of its journey. */
  | { readonly kind: 'collected'; readonly event: string }
  | {
      readonly kind: 'progress';
      readonly what: 'started' | 'moved' | 'ended';
      readonly step?: string;
      readonly outcome?: string;
    }
  | { readonly kind: 'tell'; readonly entry: TimelineEntry };

/** One line of a run's story. */
export interface TimelineEntry {
  readonly at: Millis;
  readonly step?: string;
  readonly what: string;
  readonly why: Why;
  readonly message?: string;
}
