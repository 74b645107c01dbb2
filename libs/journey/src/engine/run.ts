import type { Channel, Purpose, Signal } from '@hermod/contracts';

/** Instants in a run are milliseconds of the epoch. */
export type Millis = number;

/** What the engine knows of one of a run's messages. */
export interface RunMessage {
  readonly id: string;
  readonly step: string;
  readonly visit: number;
  readonly rung: number;
  readonly channel: Channel;
  /** How often it was asked for; the highest wins. */
  readonly request: number;
  readonly state: MessageState;
  readonly acceptedAt?: Millis;
  readonly calledAt?: Millis;
  /** What it was sent from, as far as delivery told: answers come back there. */
  readonly sender?: string;
  /** The strongest signal so far. */
  readonly signal?: Signal;
  /** The reply with which it was answered, or `other`. */
  readonly reply?: string;
  /** A provider said that it will not arrive. */
  readonly undelivered?: boolean;
  readonly withdrawn?: boolean;
  /** It was refused for a reason that concerns the recipient as a whole. */
  readonly wholeRecipient?: boolean;
}

/** `requested` and `deferred` are open; every other state is what the hand-over ended with. */
export type MessageState =
  'requested' | 'deferred' | 'accepted' | 'unknown' | 'refused' | 'failed' | 'expired' | 'withdrawn';

/** Where a run stands. */
export type Position =
  | {
      readonly kind: 'escalate';
      readonly step: string;
      readonly visit: number;
      readonly message: string;
      readonly leaving?: RungEnd;
      /** Delivery answered the withdrawal while the journey was paused. */
      readonly answered?: true;
    }
  | {
      readonly kind: 'send';
      readonly step: string;
      readonly visit: number;
      readonly messages: readonly string[];
    }
  | { readonly kind: 'wait'; readonly step: string; readonly visit: number }
  | { readonly kind: 'collect'; readonly step: string; readonly visit: number };

/** How a rung ended without its signal. */
export type RungEnd = 'refused' | 'undelivered' | 'unread' | 'unknown';

/** An event that a step waits for, and that came before the run could go on with it. */
export interface HeardEvent {
  readonly id: string;
  readonly at: Millis;
  /** Where a step keeps it, and there is room. */
  readonly data?: unknown;
}

/** One recipient's way through one version of a journey. Plain data: stored and loaded as it is. */
export interface Run {
  /** Version of this shape; later builds still read it. */
  readonly format: 1;
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly recipient: string;
  readonly purpose: Purpose;
  readonly status: 'running' | 'ended';
  readonly outcome?: string;
  readonly startedAt: Millis;
  readonly endedAt?: Millis;
  readonly expiresAt: Millis;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly position?: Position;
  readonly visits: Readonly<Record<string, number>>;
  readonly messages: Readonly<Record<string, RunMessage>>;
  /** Awaited events that came early, by the step that waits for them. */
  readonly heard?: Readonly<Record<string, HeardEvent>>;
  /** What is due when, by name. */
  readonly timers: Readonly<Record<string, Millis>>;
}

/** When the engine wants to be woken, or undefined. */
export function nextDue(run: Run): Millis | undefined {
  const due = Object.values(run.timers);
  return due.length === 0 ? undefined : Math.min(...due);
}
