import { signRbm } from '@hermod/providers';
import { headerOf, type Genuine, type WireRequest } from './wire-request.ts';

/** Name of the header with Google's signature. */
export const RBM_SIGNATURE = 'X-Goog-Signature';
const PATH = '/webhooks/rbm';

/** Keys that a forger may try under Google's signature. */
export const rbmWrongKeys = (clientToken: string): readonly string[] => [
  '',
  `${clientToken}x`,
  clientToken.toUpperCase(),
];

/** What an agent's webhook is told, correctly signed. */
export interface RbmParties {
  readonly clientToken: string;
  /** Of the person whom it is about. */
  readonly number: string;
  /** The id that Google knows the message by. */
  readonly attemptId: string;
  /** The postback of a chip. */
  readonly postback: string;
}

/** Every kind of webhook that Google sends to an agent. */
export function rbmWebhooks({ clientToken, number, attemptId, postback }: RbmParties): readonly Genuine[] {
  const user = { senderPhoneNumber: number, agentId: 'shop_agent', sendTime: '2026-11-22T08:59:00Z' };
  const event = (eventType: string) => ({
    ...user,
    eventType,
    eventId: `e-${eventType}`,
    messageId: attemptId,
  });
  const genuine = (what: string, content: object): Genuine => ({
    what,
    request: signed(content, clientToken),
    canonical,
  });
  return [
    genuine('a delivery', event('DELIVERED')),
    genuine('a reading', event('READ')),
    genuine('an end by the menu', event('UNSUBSCRIBE')),
    genuine('a message whose time ran out', {
      phoneNumber: number,
      agentId: 'shop_agent',
      messageId: attemptId,
      eventType: 'TTL_EXPIRATION_REVOKED',
      eventId: 'e-ttl',
    }),
    genuine('a STOP', { ...user, messageId: 'm1', text: 'STOP' }),
    genuine('a text', { ...user, messageId: 'm2', text: "Så bra – tack! 🎉\nWhat's next? a&b" }),
    genuine('a tapped chip', {
      ...user,
      messageId: 'm3',
      suggestionResponse: { postbackData: postback, text: 'Yes', type: 'REPLY' },
    }),
  ];
}

function signed(content: object, clientToken: string): WireRequest {
  const data = Buffer.from(JSON.stringify(content));
  const message = { data: data.toString('base64'), messageId: '1', publishTime: '2026-11-22T09:00:00Z' };
  return {
    method: 'POST',
    path: PATH,
    headers: [
      ['Content-Type', 'application/json'],
      [RBM_SIGNATURE, signRbm(data, clientToken)],
    ],
    body: Buffer.from(JSON.stringify({ message, subscription: 'projects/x/subscriptions/rbm' })),
  };
}

/** Only what `message.data` decodes to is under the signature: neither the URL nor what stands beside it. */
function canonical(request: WireRequest): string {
  return JSON.stringify([request.method, headerOf(request, RBM_SIGNATURE)?.trim(), dataOf(request.body)]);
}

function dataOf(body: Buffer): string {
  try {
    const { message } = JSON.parse(body.toString('utf8')) as { message: { data: string } };
    return Buffer.from(message.data, 'base64').toString('hex');
  } catch {
    return `no event: ${body.toString('base64')}`;
  }
}
