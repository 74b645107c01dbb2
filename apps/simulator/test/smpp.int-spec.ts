/** The SMSC that the simulator plays, with the provider and the receiver that use it. */
import {
  createProviders,
  createReceiptStreams,
  type HandOver,
  type Provider,
  ProviderConfig,
  type ReceiptStream,
  SIMULATOR_ACCOUNTS,
  type StreamReading,
} from '@hermod/providers';
import { eventually } from '@hermod/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSimulator } from '../src/create-simulator.ts';
import { openStage, type Stage } from './stage.ts';

const PHONE = '+46700000061';
const SENDER = '+46700000000';
const MESSAGE: HandOver = {
  attemptId: '5f0c9a52-8d0e-5b57-9a3b-2b8f3f0c1d11',
  messageId: '0b6f3c1e-98f4-5c39-8a1e-6f6a5e8c7d22',
  channel: 'sms',
  purpose: 'transactional',
  to: PHONE,
  content: { channel: 'sms', text: 'Hej' },
  callback: { url: 'https://hermod.example/webhooks/smsc?t=token', token: 'token' },
  publicUrl: 'https://hermod.example',
  ttlMs: 600_000,
};

let stage: Stage;
let provider: Provider;
let stream: ReceiptStream;
let taken: StreamReading[];

const configOf = (more: object = {}) =>
  ProviderConfig.parse({
    id: 'smsc',
    type: 'smpp',
    port: stage.simulator.smppPort,
    systemId: SIMULATOR_ACCOUNTS.smppSystemId,
    password: SIMULATOR_ACCOUNTS.smppPassword,
    sender: SENDER,
    ...more,
  });
const handOver = (text = 'Hej', from = provider) =>
  from.handOver({ ...MESSAGE, content: { channel: 'sms', text } }, AbortSignal.timeout(20_000));
/** After a connection was lost, the provider leaves the SMSC alone for a moment. */
const accepted = (text: string) =>
  eventually(async () => expect(await handOver(text)).toMatchObject({ outcome: 'accepted' }));
const shown = async () => (await stage.messages(PHONE)).map(({ text }) => text);

beforeAll(async () => {
  stage = await openStage();
  provider = createProviders([configOf()])[0]!;
  stream = createReceiptStreams([configOf()], { callbackSecret: 'unused' }).get('smsc')!;
  taken = [];
  stream.start(async (reading) => void taken.push(reading));
});
afterEach(async () => {
  await stage.faults('smpp', {});
  taken.length = 0;
});
afterAll(async () => {
  await provider.close();
  await stream.close();
  await stage.close();
});

describe('the SMSC', () => {
  it('shows a text on the phone and reports under the id that it gave', async () => {
    const result = await handOver('Hej {Ada} ä');
    expect(result).toMatchObject({ outcome: 'accepted', sender: SENDER });
    const reference = 'providerMessageId' in result ? result.providerMessageId : undefined;
    await eventually(() =>
      expect(taken).toMatchObject([{ receipts: [{ reference, kind: 'delivered' }], inbound: [] }]),
    );
    const [message] = await stage.messages(PHONE);
    expect(message).toMatchObject({
      channel: 'sms',
      provider: 'smpp',
      messageId: reference,
      text: 'Hej {Ada} ä',
      from: SENDER,
    });
    expect((await stage.ledgerFile()).at(-1)).toMatchObject({
      protocol: 'smpp',
      providerId: reference,
      recipient: PHONE,
      outcome: 'accepted',
    });
  });

  it.each(['udh', 'sar', 'payload'])(
    'shows a long text as one (%s), and reports about it once',
    async (longMessages) => {
      const text = `${longMessages} ${'ж😀'.repeat(100)}`;
      const own = createProviders([configOf({ longMessages })])[0]!;
      expect(await handOver(text, own)).toMatchObject({ outcome: 'accepted' });
      expect(await shown()).toContain(text);
      await eventually(() => expect(taken).toHaveLength(1));
      await own.close();
    },
  );

  it('brings what people answer', async () => {
    await handOver();
    await eventually(() => expect(taken).toHaveLength(1));
    const long = 'ja '.repeat(60).trim();
    for (const text of ['JA', 'ж😀', long]) await stage.post(`/phones/${PHONE}/replies`, { text });
    await eventually(() =>
      expect(taken.flatMap(({ inbound }) => inbound)).toMatchObject(
        ['JA', 'ж😀', long].map((text) => ({ from: PHONE, to: SENDER, text })),
      ),
    );
  });

  it.each([
    ['refuse', { outcome: 'refused', reason: '0x45 RSUBMITFAIL' }],
    ['throttle', { outcome: 'retry', code: 'PROVIDER_THROTTLED' }],
    ['error', { outcome: 'retry', code: 'PROVIDER_UNAVAILABLE' }],
    ['errorAfterAccept', { outcome: 'unknown', reason: 'the SMSC unbound' }],
    ['resetAfterAccept', { outcome: 'unknown', code: 'PROVIDER_CONNECTION_LOST' }],
  ])('plays %s', async (fault, result) => {
    await stage.faults('smpp', { rates: { [fault]: 1 } });
    expect(await handOver(`fault ${fault}`)).toMatchObject(result);
    expect((await shown()).includes(`fault ${fault}`)).toBe(fault.endsWith('AfterAccept'));
  });

  it('reports early, twice, or that it could not deliver', async () => {
    await stage.faults('smpp', { rates: { earlyReceipt: 1, duplicateReceipt: 1, undelivered: 1 } });
    await accepted('never seen');
    expect(taken.flatMap(({ receipts }) => receipts)).toMatchObject([
      { kind: 'undelivered', reason: 'UNDELIV err 069' },
      { kind: 'undelivered' },
    ]);
    expect(await shown()).not.toContain('never seen');
  });

  it('keeps what nobody is there to take until somebody binds', async () => {
    await stream.close();
    await accepted('while nobody listens');
    stream = createReceiptStreams([configOf()], { callbackSecret: 'unused' }).get('smsc')!;
    stream.start(async (reading) => void taken.push(reading));
    await eventually(() => expect(taken).toMatchObject([{ receipts: [{ kind: 'delivered' }] }]));
  });

  it('turns away who has another password or name', async () => {
    for (const more of [{ password: 'expired' }, { systemId: 'stranger' }]) {
      const stranger = createProviders([configOf(more)])[0]!;
      expect(await handOver('no', stranger)).toMatchObject({
        outcome: 'refused',
        code: 'PROVIDER_CREDENTIALS',
      });
      await stranger.close();
    }
  });

  it('says which port is taken, and how to choose another', async () => {
    const { smppPort } = stage.simulator;
    await expect(createSimulator({ port: 0, smppPort, hasLog: false })).rejects.toThrow(
      `The simulator can't listen for SMPP: port ${smppPort} is taken; end the program that has it, or set HERMOD_SMPP_PORT.`,
    );
  });
});
