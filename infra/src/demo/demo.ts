import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { callHttp, type Answer, type Call } from '../system/http-json.ts';

/** Where the public API is, and the key to it. */
export interface Door {
  readonly gatewayUrl: string;
  readonly apiKey: string;
}

/** Ada's phone in the simulator. */
export const PHONE = '+46700000001';
export const JOURNEY = 'order-shipped';
export const RECIPIENT = 'ada';
/** The channels of the journey's rungs. */
export const RUNGS = ['push', 'sms'];
const JOURNEY_FILE = fileURLToPath(new URL('../../demo/order-shipped.yaml', import.meta.url));

const ADA = {
  attributes: { firstName: 'Ada' },
  timeZone: 'Europe/Stockholm',
  country: 'SE',
  contactPoints: [
    { channel: 'push', provider: 'fcm', address: 'sim-46700000001' },
    { channel: 'sms', address: PHONE },
    { channel: 'email', address: '46700000001@sim.test' },
  ],
};

const TEMPLATES = {
  'shipped-push': {
    channel: 'push',
    content: {
      title: 'On its way',
      body: 'Hi {{ recipient.firstName }}, order {{ event.data.orderId }} is on its way.',
    },
  },
  'shipped-sms': {
    channel: 'sms',
    content: { text: 'Hi {{ recipient.firstName }}, order {{ event.data.orderId }} is on its way.' },
  },
};

function consent(): object {
  return {
    channel: 'sms',
    purpose: 'transactional',
    topic: 'order-updates',
    state: 'given',
    method: 'form',
    wording: 'Yes, text me about my orders',
    wordingVersion: '3',
    at: new Date().toISOString(),
  };
}

/**
 * Calls the public API with the key.
 * @throws Error with the problem's own words when the answer is not a success.
 */
export async function callApi(door: Door, path: string, call: Call = {}): Promise<Answer> {
  const answer = await callHttp(door.gatewayUrl + path, {
    ...call,
    headers: { authorization: `Bearer ${door.apiKey}`, ...call.headers },
  });
  if (answer.status < 300) return answer;
  throw new Error(
    `${call.method ?? 'GET'} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`,
  );
}

/**
 * Publishes the demo over the public API. Ada and her consent are entered once: what she does with her phone
 * afterwards (a STOP, say) outlives a restart.
 */
export async function publishDemo(door: Door): Promise<void> {
  const known = await callHttp(`${door.gatewayUrl}/v1/recipients/${RECIPIENT}`, {
    headers: { authorization: `Bearer ${door.apiKey}` },
  });
  if (known.status === 404) {
    await callApi(door, `/v1/recipients/${RECIPIENT}`, { method: 'PUT', body: ADA });
    await callApi(door, `/v1/recipients/${RECIPIENT}/consents`, { method: 'POST', body: consent() });
  }
  for (const [name, template] of Object.entries(TEMPLATES)) {
    await callApi(door, `/v1/templates/${name}`, { method: 'PUT', body: template });
  }
  const document = readFileSync(JOURNEY_FILE, 'utf8');
  const headers = { 'content-type': 'application/yaml' };
  await callApi(door, `/v1/journeys/${JOURNEY}`, { method: 'PUT', body: document, headers });
  await callApi(door, `/v1/journeys/${JOURNEY}/publish`, { method: 'POST', body: {} });
}

/** A domain event that Hermod has taken over. */
export interface FiredEvent {
  readonly id: string;
  readonly source: string;
  readonly orderId: string;
  readonly traceId: string;
  readonly sentAt: Date;
}

/** Sends one `com.shop.order.shipped` for a new order, as the root of a sampled trace; returns when Kafka has it. */
export async function fireDemoEvent(door: Door): Promise<FiredEvent> {
  const orderId = `O-${randomBytes(3).toString('hex')}`;
  const traceId = randomBytes(16).toString('hex');
  const sentAt = new Date();
  const event = {
    specversion: '1.0',
    id: `shipped-${orderId}`,
    source: '/shop',
    type: 'com.shop.order.shipped',
    subject: RECIPIENT,
    time: sentAt.toISOString(),
    data: { orderId, total: 129 },
  };
  const headers = {
    'content-type': 'application/cloudevents+json',
    // W3C Trace Context: version, trace, parent, sampled.
    traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
  };
  await callApi(door, '/v1/events', { method: 'POST', body: JSON.stringify(event), headers });
  return { id: event.id, source: event.source, orderId, traceId, sentAt };
}
