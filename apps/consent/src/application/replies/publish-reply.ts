import {
  type ContactPoint,
  deriveId,
  type JsonObject,
  type MessageDecided,
  replyIntent,
} from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { counterOf, METRICS } from '@hermod/telemetry';

const replies = counterOf(METRICS.replies);

/** Why consent says something by itself. */
export type ReplyRule =
  | 'answer-to-stop'
  | 'answer-to-start'
  | 'answer-to-help'
  | 'double-opt-in-question'
  | 'double-opt-in-confirmed';

/** Something that consent says by itself. */
export interface Reply {
  /** The ledger entry or the text that it is about; once for each. */
  readonly about: string;
  /** The record key: the recipient, or the HMAC of a number that nobody holds. */
  readonly key: string;
  readonly contactPoint: ContactPoint;
  readonly text: string;
  readonly rule: ReplyRule;
  readonly values: JsonObject;
  /** From then on it isn't said any more. */
  readonly expiresAt: Date;
  /** How long the hand-over may take, where that is not five minutes. */
  readonly handOverWithinMs?: number;
  /** It answers a text of the person, so no opt-out speaks against it. */
  readonly answersText: boolean;
  readonly traceparent?: string | undefined;
}

/**
 * Publishes a reply as a permitted message that belongs to no run. A repeat looks like a repeat, and delivery hands over
 * each message once.
 */
export function publishReply(reply: Reply, unit: UnitOfWork): void {
  const messageId = deriveId('reply', reply.about);
  const expiresAt = reply.expiresAt.toISOString();
  const intent = replyIntent(messageId, 'sms', expiresAt);
  const { handOverWithinMs = intent.handOverWithinMs } = reply;
  const fact: MessageDecided = {
    messageId,
    request: 0,
    runId: null,
    recipient: reply.key,
    channel: intent.channel,
    purpose: intent.purpose,
    decision: 'permitted',
    why: { rule: reply.rule, values: reply.values, ledger: reply.about },
    decidedAt: unit.now.toISOString(),
    permission: {
      intent: { ...intent, handOverWithinMs },
      contactPoints: [reply.contactPoint],
      attributes: {},
      text: reply.text,
      ...(reply.answersText ? { answersText: true } : {}),
      until: expiresAt,
    },
    reply: reply.about,
  };
  unit.publish('messageDecided', fact, {
    id: deriveId('decided', messageId, 0),
    recipient: reply.key,
    traceparent: reply.traceparent,
    lanes: ['plain'],
  });
  unit.afterCommit(() => replies.inc({ rule: reply.rule }));
}
