/** What receipts relies on of SMPP: nothing is acknowledged before it is recorded. */
import {
  createReceiptStreams,
  ProviderConfig,
  type ReceiptStream,
  type StreamNews,
  type StreamReading,
} from '@hermod/providers';
import { eventually } from '@hermod/testing';
import { describe, expect, it } from 'vitest';
import { openSmsc, type Smsc } from './smsc.ts';

const RECEIPT = {
  esm_class: 0x04,
  source_addr_ton: 1,
  source_addr: '46700000001',
  destination_addr: '46700000000',
  short_message: Buffer.from('id:0892582224 sub:001 dlvrd:001 stat:DELIVRD err:000 text:'),
};
const TEXT = {
  source_addr_ton: 1,
  source_addr: '46700000001',
  dest_addr_ton: 1,
  destination_addr: '46700000000',
  data_coding: 0,
  short_message: Buffer.from('STOP'),
};
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const part = (index: number, octets: Buffer) => ({
  ...TEXT,
  esm_class: 0x40,
  data_coding: 8,
  short_message: Buffer.concat([Buffer.from([5, 0, 3, 7, 2, index]), octets]),
});

function open(smsc: Smsc): ReceiptStream {
  const account = { id: 'smsc', type: 'smpp', port: smsc.port, systemId: 'h', password: 'p' };
  const config = ProviderConfig.parse({ ...account, sender: '+46700000000' });
  return createReceiptStreams([config], { callbackSecret: 'unused' }).get('smsc')!;
}

async function listening(
  smsc: Smsc,
  take: (reading: StreamReading) => Promise<void>,
): Promise<ReceiptStream> {
  const stream = open(smsc);
  stream.start(take);
  await smsc.bound(1);
  return stream;
}

describe('a receiver', () => {
  it('reports receipts and texts', async () => {
    await using smsc = await openSmsc();
    const taken: StreamReading[] = [];
    const stream = await listening(smsc, async (reading) => void taken.push(reading));
    expect(await smsc.deliver(RECEIPT)).toBe(0);
    expect(await smsc.deliver(TEXT)).toBe(0);
    expect(await smsc.deliver({ ...RECEIPT, esm_class: 0x20 })).toBe(0);
    expect(taken).toMatchObject([
      { receipts: [{ reference: '892582224', kind: 'delivered' }], inbound: [] },
      { receipts: [], inbound: [{ channel: 'sms', from: '+46700000001', to: '+46700000000', text: 'STOP' }] },
    ]);
    await stream.close();
  });

  it('answers only when it is recorded, and asks for it again when it could not be', async () => {
    await using smsc = await openSmsc();
    const { promise: recorded, resolve: record } = Promise.withResolvers<void>();
    let tries = 0;
    const stream = await listening(smsc, () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('no database')) : recorded;
    });
    expect(await smsc.deliver(TEXT)).toBe(0x64);
    let answered = false;
    const again = smsc.deliver(TEXT).then((status) => ((answered = true), status));
    await eventually(() => expect(tries).toBe(2));
    expect(answered).toBe(false);
    record();
    expect(await again).toBe(0);
    await stream.close();
  });

  it('refuses for good what nobody could ever read', async () => {
    await using smsc = await openSmsc();
    const stream = await listening(smsc, async () => undefined);
    const broken = { ...TEXT, esm_class: 0x40, short_message: Buffer.from([200, 1]) };
    expect(await smsc.deliver(broken)).toBe(0x65);
    await stream.close();
  });

  it('puts the parts of a text together, also where a pair was split, and answers each', async () => {
    await using smsc = await openSmsc();
    const taken: StreamReading[] = [];
    const stream = await listening(smsc, async (reading) => void taken.push(reading));
    const octets = utf16('hej 😀!');
    const statuses = [
      smsc.deliver(part(2, octets.subarray(10))),
      smsc.deliver(part(1, octets.subarray(0, 10))),
    ];
    expect(await Promise.all(statuses)).toEqual([0, 0]);
    expect(taken).toMatchObject([{ inbound: [{ text: 'hej 😀!' }] }]);
    await stream.close();
  });

  it('passes a part on alone when it is closed before the others come', async () => {
    await using smsc = await openSmsc();
    const taken: StreamReading[] = [];
    const stream = await listening(smsc, async (reading) => void taken.push(reading));
    const status = smsc.deliver(part(1, utf16('hej')));
    expect(await smsc.deliver(TEXT)).toBe(0);
    await stream.close();
    expect(await status).toBe(0);
    expect(taken).toMatchObject([{ inbound: [{ text: 'STOP' }] }, { inbound: [{ text: 'hej' }] }]);
  });

  it('binds again when the connection is lost, until it is closed, and tells how it stands', async () => {
    await using smsc = await openSmsc();
    const news: StreamNews[] = [];
    const stream = open(smsc);
    stream.start(
      async () => undefined,
      (one) => void news.push(one),
    );
    await eventually(() => expect(stream.isConnected()).toBe(true));
    smsc.session?.socket.destroy();
    await smsc.bound(2);
    await eventually(() => expect(stream.isConnected()).toBe(true));
    expect(await smsc.deliver(TEXT)).toBe(0);
    await stream.close();
    expect(stream.isConnected()).toBe(false);
    expect(news).toEqual([
      { isConnected: true },
      { isConnected: false, reason: 'the SMSC closed the connection' },
      { isConnected: true },
      { isConnected: false, reason: 'closed by us' },
    ]);
  });
});
