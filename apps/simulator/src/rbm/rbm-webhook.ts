import { createHmac, randomUUID } from 'node:crypto';
import type { Suggestion } from './agent-message.ts';
import type { Outgoing } from '../webhooks/post.ts';

/** An agent and a person. */
export interface Conversation {
  readonly agentId: string;
  /** The person's number. */
  readonly number: string;
}

/** How an agent's events and messages reach its webhook. */
export interface RbmWebhook {
  /** What became of a message: DELIVERED, READ; or of the conversation: UNSUBSCRIBE, SUBSCRIBE. */
  userEvent(between: Conversation, eventType: string, at: Date, messageId?: string): Outgoing;
  /** What the platform itself did: TTL_EXPIRATION_REVOKED. */
  serverEvent(between: Conversation, eventType: string, at: Date, messageId: string): Outgoing;
  text(between: Conversation, text: string, at: Date): Outgoing;
  /** A chip that was tapped; a place that was asked for follows as a message of its own in reality, and not here. */
  tap(between: Conversation, suggestion: Suggestion, at: Date): Outgoing;
}

/**
 * Google's webhook. Sources: its guides "Receive messages" and "Receive events".
 * @param url where it leads
 * @param clientToken the key of its signatures
 */
export function openRbmWebhook(url: string, clientToken: string): RbmWebhook {
  const post = (event: object): Outgoing => signedPost(url, clientToken, event);
  const written = ({ agentId, number }: Conversation, at: Date, content: object): Outgoing =>
    post({
      senderPhoneNumber: number,
      messageId: randomUUID(),
      sendTime: at.toISOString(),
      agentId,
      ...content,
    });
  return {
    userEvent: ({ agentId, number }, eventType, at, messageId) =>
      post({ senderPhoneNumber: number, ...eventOf(agentId, eventType, at, messageId) }),
    serverEvent: ({ agentId, number }, eventType, at, messageId) =>
      post({ phoneNumber: number, ...eventOf(agentId, eventType, at, messageId) }),
    text: (between, text, at) => written(between, at, { text }),
    tap: (between, suggestion, at) => {
      const isReply = 'reply' in suggestion;
      const { text, postbackData } = isReply ? suggestion.reply : suggestion.action;
      const suggestionResponse = { postbackData, text, type: isReply ? 'REPLY' : 'ACTION' };
      return written(between, at, { suggestionResponse });
    },
  };
}

const eventOf = (agentId: string, eventType: string, at: Date, messageId?: string): object => ({
  eventType,
  eventId: randomUUID(),
  agentId,
  sendTime: at.toISOString(),
  ...(messageId === undefined ? {} : { messageId }),
});

/** An event in JSON, in base64, wrapped as Pub/Sub does, under HMAC-SHA512 of the decoded event (guide "Webhooks"). */
function signedPost(url: string, clientToken: string, event: object): Outgoing {
  const data = Buffer.from(JSON.stringify(event));
  const message = {
    attributes: { product: 'RBM' },
    data: data.toString('base64'),
    messageId: randomUUID(),
    publishTime: new Date().toISOString(),
  };
  return {
    url,
    headers: {
      'content-type': 'application/json',
      'x-goog-signature': createHmac('sha512', clientToken).update(data).digest('base64'),
    },
    body: JSON.stringify({ message, subscription: 'projects/hermod-simulator/subscriptions/rbm' }),
  };
}
