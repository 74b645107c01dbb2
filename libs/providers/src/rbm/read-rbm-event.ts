import { readAnswer } from '../answer-token.ts';
import { readCallback } from '../callback-token.ts';
import type { InboundReport, ReceiptReport, StreamReading } from '../receipt-reader.ts';
import { agentName } from './rbm-config.ts';
import type { RbmEvent } from './rbm-event.ts';

/** What an event reports; nothing where it says nothing that matters, such as that somebody types. */
export type RbmReports = Partial<Pick<StreamReading, 'receipts' | 'inbound'>>;

/**
 * Reads a verified event.
 * @param secret the key of our own tokens, which come back as postbacks
 * @param now for what has no time of its own
 */
export function readRbmEvent(event: RbmEvent, secret: string, now: Date): RbmReports {
  const at = timeOf(event, now);
  switch (event.eventType) {
    case undefined:
      return event.suggestionResponse === undefined ? written(event, at) : tapped(event, secret, at);
    case 'DELIVERED':
      return about(event, { kind: 'delivered', at });
    case 'READ':
      return about(event, { kind: 'read', at });
    case 'TTL_EXPIRATION_REVOKED':
      return about(event, { kind: 'undelivered', reason: event.eventType, at });
    case 'UNSUBSCRIBE':
      return inbound(event, { text: event.eventType, meaning: 'opt-out', at });
    case 'SUBSCRIBE':
      return inbound(event, { text: event.eventType, meaning: 'opt-in', at });
    default:
      // IS_TYPING says nothing. After TTL_EXPIRATION_REVOKE_FAILED nobody knows: DELIVERED may still come.
      return {};
  }
}

/** A report about the message that we gave this id: the attempt's. */
function about({ messageId }: RbmEvent, report: Pick<ReceiptReport, 'kind' | 'reason' | 'at'>): RbmReports {
  if (messageId === undefined) return {};
  return { receipts: [{ ...report, reference: messageId, providerMessageId: messageId }] };
}

function inbound(
  { senderPhoneNumber: from, agentId, eventId, messageId = eventId }: RbmEvent,
  report: Pick<InboundReport, 'text' | 'answer' | 'meaning' | 'at'>,
): RbmReports {
  if (from === undefined || agentId === undefined || report.text.trim() === '') return {};
  const id = messageId === undefined ? {} : { providerMessageId: messageId };
  return { inbound: [{ kind: 'text', channel: 'rcs', from, to: agentName(agentId), ...id, ...report }] };
}

/** A text; files and places are told as one, since whoever answers people must see that something came. */
function written(event: RbmEvent, at: string): RbmReports {
  const { text, userFile, location } = event;
  if (text !== undefined) return inbound(event, { text, at });
  if (location !== undefined)
    return inbound(event, { text: `[location] geo:${location.latitude},${location.longitude}`, at });
  if (userFile === undefined) return {};
  return inbound(event, { text: `[file] ${userFile.payload?.mimeType ?? ''}`.trim(), at });
}

/**
 * A tapped chip. One that asks for an answer carries an answer's token, any other one of ours the token of its message: then it is a click
 * when it did something, and an answer in the chip's words when it was a quick reply.
 */
function tapped(event: RbmEvent, secret: string, at: string): RbmReports {
  const { postbackData = '', text = '', type } = event.suggestionResponse ?? {};
  const answered = readAnswer(postbackData, secret);
  if (answered !== undefined) {
    const { messageId, runId, reply } = answered;
    return inbound(event, { text: text === '' ? reply : text, answer: { messageId, runId, reply }, at });
  }
  const claims = readCallback(postbackData, secret);
  if (type === 'ACTION') return claims === undefined ? {} : { receipts: [{ kind: 'clicked', claims, at }] };
  if (claims === undefined) return inbound(event, { text, at });
  return inbound(event, { text, answer: { messageId: claims.messageId, runId: claims.runId }, at });
}

function timeOf({ sendTime }: RbmEvent, now: Date): string {
  const ms = sendTime === undefined ? Number.NaN : Date.parse(sendTime);
  return (Number.isNaN(ms) ? now : new Date(ms)).toISOString();
}
