/** Against jsmpp's SMSC simulator: an implementation of SMPP 3.4 that shares nothing with ours. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProviders, createReceiptStreams, ProviderConfig, type StreamReading } from '@hermod/providers';
import { type Jsmpp, startJsmpp } from '@hermod/embedded';
import { eventually } from '@hermod/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bind } from '../src/smpp/bind.ts';
import { canonicalId } from '../src/smpp/message-ids.ts';
import { COMMANDS, readMessageId, type ShortMessage, submitBody } from '../src/smpp/pdu.ts';
import { partsOf } from '../src/smpp/message-parts.ts';
import { readDelivery } from '../src/smpp/read-delivery.ts';
import { SmppConfig } from '../src/smpp/smpp-config.ts';
import { SMS } from './dialects.ts';

let folder: string;
let jsmpp: Jsmpp;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hermod-jsmpp-'));
  jsmpp = await startJsmpp(folder);
}, 120_000);
afterAll(async () => {
  await jsmpp.stop();
  await rm(folder, { recursive: true });
});

const accountOf = (more: object = {}) => ({
  id: 'jsmpp',
  type: 'smpp',
  port: jsmpp.port,
  systemId: jsmpp.systemId,
  password: jsmpp.password,
  bindAs: 'transceivers',
  receiptIds: 'hex-to-decimal',
  sender: '+46700000000',
  ...more,
});
const ENVELOPE = {
  source: { ton: 5, npi: 0, digits: 'Hermod' },
  destination: { ton: 1, npi: 1, digits: '46700000001' },
  ttlMs: 60_000,
  reference: 1,
};
const deadline = () => AbortSignal.timeout(30_000);

describe("jsmpp's SMSC", () => {
  it.each(['udh', 'sar', 'payload'])(
    'takes texts in both alphabets, short and long (%s)',
    async (longMessages) => {
      const provider = createProviders([ProviderConfig.parse(accountOf({ longMessages }))])[0]!;
      for (const text of ['{€} ä', 'ж😀', '€'.repeat(200), 'ж😀'.repeat(60)]) {
        const result = await provider.handOver({ ...SMS, content: { channel: 'sms', text } }, deadline());
        expect(result).toMatchObject({
          outcome: 'accepted',
          providerMessageId: expect.stringMatching(/^\d+$/),
        });
      }
      await provider.close();
    },
  );

  it('answers 500 messages with a window of 10, each with an id of its own, and reports by the same ids', async () => {
    const config = SmppConfig.parse(accountOf());
    const reported = new Set<string>();
    const onDeliver = async (message: ShortMessage): Promise<void> => {
      const delivery = readDelivery(message, config, new Date().toISOString());
      const reference = delivery.kind === 'receipt' ? delivery.report?.reference : undefined;
      if (reference !== undefined) reported.add(reference);
    };
    const session = await bind(config, 'transmitter', onDeliver);
    const answered = await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const [part] = partsOf(`message ${index}`, ENVELOPE, 'udh');
        const outcome = await session.request(COMMANDS.submitSm, submitBody(part), deadline());
        expect(outcome).toMatchObject({ kind: 'answered', status: 0 });
        return outcome.kind === 'answered' ? readMessageId(outcome.body) : '';
      }),
    );
    const ids = answered.map((id) => canonicalId(id, 'answer', config.receiptIds));
    expect(new Set(ids).size).toBe(500);
    await eventually(() => expect([...reported].toSorted()).toEqual(ids.toSorted()), { timeoutMs: 40_000 });
    await session.close();
  });

  it('brings a text after a bind, which is taken', async () => {
    const taken: StreamReading[] = [];
    const config = ProviderConfig.parse(accountOf());
    const stream = createReceiptStreams([config], { callbackSecret: 'unused' }).get('jsmpp')!;
    stream.start(async (reading) => void taken.push(reading));
    await eventually(() => expect(taken).toMatchObject([{ inbound: [{ text: 'Hello World' }] }]));
    await stream.close();
  });

  it.each([
    ['systemId', 'stranger', '0x0F RINVSYSID'],
    ['password', 'expired', '0x0E RINVPASWD'],
  ])('turns a wrong %s away', async (field, value, reason) => {
    const provider = createProviders([ProviderConfig.parse(accountOf({ [field]: value }))])[0]!;
    expect(await provider.handOver(SMS, deadline())).toEqual({
      outcome: 'refused',
      code: 'PROVIDER_CREDENTIALS',
      reason,
    });
    await provider.close();
  });
});
