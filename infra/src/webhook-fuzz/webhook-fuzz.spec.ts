import {
  callbackUrl,
  createReceiptReaders,
  ProviderConfig,
  SIMULATOR_ACCOUNTS,
  signAnswer,
  signCallback,
  signSimReceipt,
  type CallbackClaims,
  type PromptReceiptReader,
  type ReceiptReader,
  type WebhookReading,
} from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import { diceOf } from '../nemesis/dice.ts';
import { forge, MUTATIONS, type Forgery } from './forge.ts';
import { RBM_SIGNATURE, rbmWebhooks, rbmWrongKeys } from './rbm-webhooks.ts';
import { TWILIO_WRONG_KEYS, twilioWebhooks } from './twilio-webhooks.ts';
import { headerOf, headersOf, TWILIO_SIGNATURE, type Genuine, type WireRequest } from './wire-request.ts';

const PUBLIC_URL = 'https://hermod.example';
const CALLBACK_SECRET = 'a secret of the callback tokens';
const SEED = 5;
const FORGERIES = 20_000;
const { twilioAccountSid: ACCOUNT, twilioAuthToken: TOKEN, twilioSender: SENDER } = SIMULATOR_ACCOUNTS;
const { rbmClientToken: CLIENT_TOKEN } = SIMULATOR_ACCOUNTS;
const SIM_SECRET = 'a secret of the sim protocol';
const SIM_SIGNATURE = 'X-Sim-Signature';
const AT = '2026-11-22T09:00:00.000Z';

const limits = { baseUrl: 'https://provider.example', windowSize: 1, ratePerSecond: 1, timeoutMs: 1_000 };
const readers = createReceiptReaders(
  [
    { id: 'twilio', type: 'twilio', ...limits, accountSid: ACCOUNT, authToken: TOKEN, sender: SENDER },
    { id: 'sim', type: 'sim', ...limits, secret: SIM_SECRET },
    {
      id: 'rbm',
      type: 'rbm',
      ...limits,
      agentId: 'shop_agent',
      clientToken: CLIENT_TOKEN,
      auth: { type: 'none' },
    },
  ].map((config) => ProviderConfig.parse(config)),
  { callbackSecret: CALLBACK_SECRET, now: () => new Date(AT) },
);

const uuid = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-${digit.repeat(12)}`;
const claims = (digit: string): CallbackClaims => ({
  recipient: `recipient-${digit}`,
  messageId: uuid(digit),
  attemptId: uuid(digit),
  runId: null,
  lane: 'urgent',
  channel: 'sms',
});
const callbackPath = (provider: string, digit: string): string =>
  callbackUrl('', provider, signCallback(claims(digit), CALLBACK_SECRET));

const POSTBACK = signAnswer(
  {
    recipient: 'recipient-5',
    messageId: uuid('5'),
    runId: null,
    reply: 'yes',
    channel: 'rcs',
    lane: 'plain',
  },
  CALLBACK_SECRET,
);
const TWILIO = twilioWebhooks(PUBLIC_URL, callbackPath('twilio', '1'), '+46700000001', POSTBACK);

const sim = (digit: string, kind: string): Genuine => {
  const body = Buffer.from(
    JSON.stringify({ id: `sim-${digit}`, reference: uuid(digit), status: kind, at: AT }),
  );
  return {
    what: `${kind} of sim`,
    request: {
      method: 'POST',
      path: callbackPath('sim', digit),
      headers: [
        ['Content-Type', 'application/json'],
        [SIM_SIGNATURE, signSimReceipt(body, SIM_SECRET)],
      ],
      body,
    },
    // The URL is not under this signature; its token has one of its own.
    canonical: (request) =>
      JSON.stringify([
        URL.parse(PUBLIC_URL + request.path)?.searchParams.get('t'),
        headerOf(request, SIM_SIGNATURE)?.trim(),
        request.body.toString('base64'),
      ]),
  };
};
const RBM = rbmWebhooks({
  clientToken: CLIENT_TOKEN,
  number: '+46700000001',
  attemptId: uuid('6'),
  postback: POSTBACK,
});
const SIM: readonly Genuine[] = [sim('3', 'delivered'), sim('4', 'undelivered')];

function read(reader: ReceiptReader, request: WireRequest): WebhookReading {
  const { method, path, body } = request;
  const prompt = reader as PromptReceiptReader;
  return prompt.read({ method, url: PUBLIC_URL + path, headers: headersOf(request), rawBody: body });
}

/** Reads so many forgeries. @returns those that were accepted, and how often each mutation was tried. */
function readForgeries(provider: string, genuine: readonly Genuine[], header: string, count: number) {
  const reader = readers.get(provider)!;
  const dice = diceOf(SEED, `forgeries of ${provider}`);
  const others = genuine.map(({ request }) => request);
  const keys = [CALLBACK_SECRET, ...TWILIO_WRONG_KEYS, ...rbmWrongKeys(CLIENT_TOKEN)];
  const known = { header, keys, others, publicUrl: PUBLIC_URL };
  const tried = new Map<string, number>();
  const codes = new Set<string>();
  const accepted: { original: Genuine; forgery: Forgery; reading: WebhookReading }[] = [];
  for (let n = 0; n < count; n += 1) {
    const original = genuine[n % genuine.length]!;
    const forgery = forge(original.request, dice, known);
    for (const step of forgery.steps) tried.set(step, (tried.get(step) ?? 0) + 1);
    const reading = read(reader, forgery.request);
    if (reading.ok) accepted.push({ original, forgery, reading });
    else codes.add(reading.code);
  }
  return { accepted, tried, codes };
}

describe.each([
  ['twilio', TWILIO, TWILIO_SIGNATURE, FORGERIES],
  ['sim', SIM, SIM_SIGNATURE, 4_000],
  ['rbm', RBM, RBM_SIGNATURE, 6_000],
] as const)('forged webhooks of %s', (provider, genuine, header, count) => {
  it.each(genuine.map((one) => [one.what, one] as const))(
    '%s is accepted as it was signed',
    (_, { request }) => {
      expect(read(readers.get(provider)!, request)).toMatchObject({ ok: true });
    },
  );

  it(`are refused, all ${count} of them, unless they say what was signed`, { timeout: 60_000 }, () => {
    const { accepted, tried, codes } = readForgeries(provider, genuine, header, count);
    const signed = new Map(
      genuine.map(({ canonical, request }) => [canonical(request), read(readers.get(provider)!, request)]),
    );
    for (const { original, forgery, reading } of accepted) {
      const canonical = original.canonical(forgery.request);
      expect(signed.has(canonical), `${original.what}: ${forgery.steps.join(', ')}`).toBe(true);
      expect(reading).toEqual(signed.get(canonical));
    }
    for (const code of codes) expect(code).toMatch(/^WEBHOOK_/);
    // The test would say nothing if everything were refused, or a kind of forgery never came up.
    expect(accepted.length).toBeGreaterThan(count / 40);
    expect(accepted.length).toBeLessThan(count / 2);
    const least = count / Object.keys(MUTATIONS).length / 3;
    for (const name of Object.keys(MUTATIONS)) expect(tried.get(name), name).toBeGreaterThan(least);
  });
});
