/** What the contract needs to know of each provider: how it is opened, and how it says yes and no. */
import {
  createProviders,
  simulatorProviders,
  type HandOver,
  type Provider,
  type ProviderConfig,
} from '@hermod/providers';
import { json, type Behaviour } from './stand-in.ts';

export interface Dialect {
  readonly name: string;
  readonly open: (baseUrl: string, windowSize?: number) => Provider;
  readonly handOver: HandOver;
  readonly accepts: Behaviour;
  readonly acceptedId: string;
  /** Where answers come to, where the provider tells. */
  readonly sender?: string;
  readonly refuses: Behaviour;
}

const ATTEMPT = '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11';
const MESSAGE = '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22';

const sms: HandOver = {
  attemptId: ATTEMPT,
  messageId: MESSAGE,
  channel: 'sms',
  purpose: 'transactional',
  to: '+46700000001',
  content: { channel: 'sms', text: 'Hej Ada & co: order 7 är på väg' },
  callback: { url: 'https://hermod.example/webhooks/x?t=token', token: 'token' },
  publicUrl: 'https://hermod.example',
  ttlMs: 600_000,
};
export const PUSH: HandOver = {
  ...sms,
  channel: 'push',
  to: 'sim-46700000001',
  content: { channel: 'push', title: 'Order 7', body: 'On its way', link: 'https://shop.example/orders/7' },
};
export const SMS = sms;
/** MMS go to few countries. */
export const MMS: HandOver = {
  ...sms,
  channel: 'mms',
  to: '+12025550123',
  content: {
    channel: 'mms',
    text: 'Hej Ada & co: din kupong',
    media: [
      { url: 'https://cdn.shop.example/coupon.png', contentType: 'image/png' },
      { url: 'https://cdn.shop.example/shop.vcf?a=1&b=2', contentType: 'text/vcard' },
    ],
  },
};
export const RCS: HandOver = {
  ...sms,
  channel: 'rcs',
  content: { channel: 'rcs', text: 'Hej Ada & co: order 7 är på väg' },
};

function open(type: 'fcm', baseUrl: string, windowSize = 10): Provider {
  const configs = simulatorProviders(baseUrl).filter((config) => config.type === type);
  return createProviders(configs.map((config) => ({ ...config, windowSize })))[0]!;
}

/** With everything that an account can have. */
function openTwilio(baseUrl: string, windowSize = 10): Provider {
  const accounts = simulatorProviders(baseUrl).filter((config) => config.type === 'twilio');
  return createProviders(
    accounts.map((config) => ({ ...config, windowSize, rcsSender: 'rcs:shop_agent' })),
  )[0]!;
}

/** Without asking what the phone can show, so that a hand-over is one call, as everywhere else. */
export function openRbm(baseUrl: string, windowSize = 10, checksCapabilities = false): Provider {
  const accounts = simulatorProviders(baseUrl).filter((config) => config.type === 'rbm');
  return createProviders(accounts.map((config) => ({ ...config, windowSize, checksCapabilities })))[0]!;
}

function openSim(mode: 'idempotent' | 'look-up', baseUrl: string, windowSize = 10): Provider {
  const config: ProviderConfig = {
    id: 'sim',
    type: 'sim',
    baseUrl,
    mode,
    windowSize,
    ratePerSecond: 100,
    timeoutMs: 1000,
    channels: ['push', 'sms'],
    secret: 'sim-secret',
    keyLifeMs: 60_000,
    lookUpAfterMs: 100,
  };
  return createProviders([config])[0]!;
}

const unregistered = {
  error: {
    code: 404,
    status: 'NOT_FOUND',
    message: 'Requested entity was not found.',
    details: [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode: 'UNREGISTERED' }],
  },
};

export const DIALECTS: readonly Dialect[] = [
  {
    name: 'fcm',
    open: (baseUrl, windowSize) => open('fcm', baseUrl, windowSize),
    handOver: PUSH,
    accepts: json(200, { name: 'projects/p/messages/1' }),
    acceptedId: 'projects/p/messages/1',
    refuses: json(404, unregistered),
  },
  ...[sms, MMS, RCS].map((handOver) => ({
    name: `twilio (${handOver.channel})`,
    open: openTwilio,
    handOver,
    accepts: json(201, { sid: 'SM1', status: 'queued' }),
    acceptedId: 'SM1',
    sender: handOver.channel === 'rcs' ? 'shop_agent' : '+15005550006',
    refuses: json(400, {
      code: 21610,
      message: `Attempt to send to unsubscribed recipient ${handOver.to}`,
      status: 400,
    }),
  })),
  {
    name: 'rbm',
    open: openRbm,
    handOver: RCS,
    accepts: json(200, { name: `phones/+46700000001/agentMessages/${ATTEMPT}` }),
    acceptedId: ATTEMPT,
    sender: 'hermod_demo_agent',
    refuses: json(400, {
      error: { code: 400, status: 'INVALID_ARGUMENT', message: 'not to +46700000001' },
    }),
  },
  ...(['idempotent', 'look-up'] as const).map((mode) => ({
    name: `sim (${mode})`,
    open: (baseUrl: string, windowSize?: number) => openSim(mode, baseUrl, windowSize),
    handOver: sms,
    accepts: json(201, { id: 'sim-1' }),
    acceptedId: 'sim-1',
    refuses: json(422, { error: { code: 'refused', message: 'not to +46700000001' } }),
  })),
];
