/** The API's answers, as far as the console shows them. Instants are ISO 8601. */

/** What a running Hermod tells of itself. */
export interface SystemInfo {
  readonly version: string;
  /** True while the phones of the simulator can be looked at. */
  readonly simulator: boolean;
  /** The page of a trace, with `{traceId}` in its place; missing when nothing shows traces. */
  readonly traceUrl?: string;
}

/** A page of a list; `next` leads to the following one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
}

export interface RunSummary {
  readonly id: string;
  readonly recipient: string;
  readonly journey: string;
  readonly version: number;
  readonly status: 'running' | 'ended';
  readonly outcome: string | null;
  readonly startedAt: string;
  readonly endedAt?: string | null;
  readonly traceId?: string;
}

/** The rule that decided, and the values that it looked at. */
export interface Why {
  readonly rule: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly ledger?: string;
}

export interface TimelineEntry {
  readonly at: string;
  readonly step?: string;
  readonly what: string;
  readonly why: Why;
  readonly message?: string;
  readonly traceId?: string;
}

export interface RunStory extends RunSummary {
  readonly timeline: readonly TimelineEntry[];
}

/** What a person gets to see of a message. */
export interface MessageContent {
  readonly channel: string;
  readonly text?: string;
  readonly title?: string;
  readonly body?: string;
  readonly link?: string;
  readonly image?: string;
}

export interface MessageSummary {
  readonly id: string;
  readonly recipient: string;
  readonly runId: string | null;
  readonly channel: string;
  readonly purpose: string;
  readonly status: string;
  readonly reason: string | null;
  readonly journey: string;
  readonly step: string;
  readonly template: string;
  readonly createdAt: string;
}

export interface Attempt {
  readonly id: string;
  readonly contactPoint: string;
  readonly provider: string;
  readonly n: number;
  readonly state: string;
  readonly startedAt: string;
  readonly closedAt: string | null;
  readonly providerMessageId: string | null;
  readonly reason: string | null;
}

export interface Receipt {
  readonly kind: string;
  readonly at: string;
  readonly provider?: string;
  readonly reason?: string;
}

export interface Message extends MessageSummary {
  readonly topic?: string;
  readonly lane: string;
  readonly handOverBy: string;
  readonly permission: { readonly why: Why; readonly decidedAt: string };
  readonly attempts: readonly Attempt[];
  readonly receipts?: readonly Receipt[];
  readonly notes?: readonly string[];
  /** As the person got it; missing when it could not be put into words. */
  readonly content?: MessageContent;
  /** Why there is no content. */
  readonly contentProblem?: string;
  /** The template was changed after this message was permitted, so `content` may differ from what was sent. */
  readonly templateChanged?: boolean;
}

export interface ContactPoint {
  readonly id?: string;
  readonly channel: string;
  readonly provider?: string;
  readonly address: string;
  readonly usable: boolean;
}

export interface Recipient {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly timeZone?: string;
  readonly country?: string;
  readonly locale?: string;
  readonly contactPoints: readonly ContactPoint[];
  readonly changedAt: string;
}

export interface Consent {
  readonly id: string;
  readonly state: 'given' | 'withdrawn';
  readonly channel: string;
  readonly purpose?: string;
  readonly topic?: string;
  readonly method: string;
  readonly wording?: string;
  readonly wordingVersion?: string;
  readonly at: string;
  readonly suppression?: boolean;
}

export interface DeadLetter {
  readonly id: string;
  readonly service: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly bytes: number;
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly traceId?: string;
  readonly deadAt: string;
  readonly replayedAt?: string;
}

export interface DeadLetterLook extends DeadLetter {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly value: string | null;
}

export interface DeadLetterPage extends Page<DeadLetter> {
  /** Services that could not be asked. */
  readonly unavailable?: readonly string[];
}

export interface InstanceHealth {
  readonly instance: string;
  readonly status: 'ready' | 'unready' | 'unreachable';
  readonly failing?: readonly string[];
}

export interface SystemHealth {
  readonly status: 'ready' | 'unready';
  readonly gateway: { readonly status: 'ready' | 'unready'; readonly failing: readonly string[] };
  readonly services: Readonly<Record<string, readonly InstanceHealth[]>>;
}

export interface Provider {
  readonly id: string;
  readonly type: string;
  readonly channels: readonly string[];
  readonly windowSize: number;
  readonly inFlight: Readonly<Record<string, number>>;
}

export interface PhoneMessage {
  readonly id: string;
  readonly channel: string;
  readonly provider: string;
  readonly messageId?: string;
  readonly text: string;
  readonly title?: string;
  readonly from?: string;
  readonly receivedAt: string;
  readonly openedAt?: string;
}

export interface PhoneReply {
  readonly id: string;
  readonly text: string;
  readonly sentAt: string;
}
