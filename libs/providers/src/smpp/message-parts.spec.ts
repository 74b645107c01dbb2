import { decodeGsm7, decodeUcs2 } from '@hermod/channels';
import { describe, expect, it } from 'vitest';
import { addressOf, textOf } from './addresses.ts';
import { partsOf, validityPeriod } from './message-parts.ts';
import { PduCutter, PduError, encodePdu, readDeliver, submitBody, TLV } from './pdu.ts';
import { decodeText } from './read-delivery.ts';

const envelope = {
  source: addressOf('Hermod')!,
  destination: addressOf('+46700000001')!,
  ttlMs: 60_000,
  reference: 0x1234,
};

describe('the parts of a text', () => {
  it('are one where it fits, in the default alphabet or in UCS-2', () => {
    expect(partsOf('{ä}', envelope, 'udh')).toMatchObject([
      {
        dataCoding: 0,
        esmClass: 0,
        registeredDelivery: 1,
        octets: Uint8Array.of(0x1b, 0x28, 0x7b, 0x1b, 0x29),
      },
    ]);
    expect(partsOf('ж', envelope, 'payload')).toMatchObject([
      { dataCoding: 8, octets: Uint8Array.of(0x04, 0x36) },
    ]);
  });

  it('carry a header each, and only the last one asks for a receipt', () => {
    const parts = partsOf('a'.repeat(152) + '€'.repeat(100), envelope, 'udh');
    expect(parts.map(({ octets }) => Array.from(octets.slice(0, 6)))).toEqual([
      [5, 0, 3, 0x34, 3, 1],
      [5, 0, 3, 0x34, 3, 2],
      [5, 0, 3, 0x34, 3, 3],
    ]);
    expect(parts.map((part) => part.registeredDelivery)).toEqual([0, 0, 1]);
    expect(parts.every((part) => part.esmClass === 0x40 && part.octets.length <= 159)).toBe(true);
    expect(parts.map(({ octets }) => decodeGsm7(octets.slice(6))).join('')).toBe(
      'a'.repeat(152) + '€'.repeat(100),
    );
  });

  it('carry parameters under SAR', () => {
    const parts = partsOf('😀'.repeat(36), envelope, 'sar');
    expect(parts.map(({ octets }) => octets.length)).toEqual([132, 12]);
    expect([...parts[1]!.tlvs]).toEqual([
      [TLV.sarReference, Buffer.from([0x12, 0x34])],
      [TLV.sarTotal, Buffer.from([2])],
      [TLV.sarIndex, Buffer.from([2])],
    ]);
  });

  it('are one with a payload', () => {
    const [only, ...others] = partsOf('ж'.repeat(100), envelope, 'payload');
    expect(others).toEqual([]);
    expect(only!.octets).toHaveLength(0);
    expect(decodeUcs2(only!.tlvs.get(TLV.messagePayload)!)).toBe('ж'.repeat(100));
  });
});

describe('a validity period', () => {
  it.each([
    [0, '000000000001000R'],
    [90_999, '000000000130000R'],
    [2 * 3_600_000 + 30 * 60_000, '000000023000000R'],
    [86_400_000, '000001000000000R'],
    [366 * 86_400_000, '000030000000000R'],
  ])('of %s ms is %s', (ttlMs, period) => {
    expect(validityPeriod(ttlMs)).toBe(period);
    expect(period).toHaveLength(16);
  });
});

describe('addresses', () => {
  it.each([
    ['+46700000001', { ton: 1, npi: 1, digits: '46700000001' }],
    ['71234', { ton: 3, npi: 0, digits: '71234' }],
    ['Hermod', { ton: 5, npi: 0, digits: 'Hermod' }],
    ['A1', { ton: 5, npi: 0, digits: 'A1' }],
  ])('%s has its type', (sender, address) => {
    expect(addressOf(sender)).toEqual(address);
    expect(textOf(address)).toBe(sender);
  });
  it.each(['TwelveLetters', '', '+', '0123456789', 'Åland', `MG${'0'.repeat(32)}`])(
    '%s is none',
    (sender) => {
      expect(addressOf(sender)).toBeUndefined();
    },
  );
  it('are E.164 where nothing else is said of a long number', () => {
    expect(textOf({ ton: 0, npi: 0, digits: '46700000001' })).toBe('+46700000001');
    expect(textOf({ ton: 2, npi: 1, digits: '0700000001' })).toBe('0700000001');
    expect(textOf({ ton: 0, npi: 0, digits: '71234' })).toBe('71234');
  });
});

describe('octets of people', () => {
  it.each([
    [0x00, '1b65', '€'],
    [0xf1, '00', '@'],
    [0x01, '40', '@'],
    [0x03, 'e9', 'é'],
    [0x08, 'd83dde00', '😀'],
    [0x19, '0436', 'ж'],
    [0x04, '40', undefined],
    [0xf5, '40', undefined],
  ])('of data_coding %s: %s', (dataCoding, hex, text) => {
    expect(decodeText(Buffer.from(hex, 'hex'), dataCoding)).toBe(text);
  });
});

describe('PDUs', () => {
  const [part] = partsOf('Hej', envelope, 'udh');
  const pdu = { command: 4, status: 0, sequence: 7, body: submitBody(part) };

  it('come out of a stream however it is cut', () => {
    const stream = Buffer.concat([encodePdu(pdu), encodePdu({ ...pdu, sequence: 8 })]);
    const cutter = new PduCutter();
    const found = [...stream].flatMap((octet) => cutter.push(Buffer.from([octet])));
    expect(found.map(({ sequence }) => sequence)).toEqual([7, 8]);
    const read = readDeliver(found[0]!.body);
    expect(read.destination).toEqual(envelope.destination);
    expect(Buffer.from(read.octets).toString()).toBe('Hej');
  });

  it('of impossible length end the stream', () => {
    expect(() => new PduCutter().push(Buffer.from('GET / HTTP/1.1\r\n'))).toThrow(PduError);
    expect(() => new PduCutter().push(Buffer.from([0, 0, 0, 4]))).toThrow(PduError);
  });

  it('that are cut short are none, at whatever place', () => {
    const { body } = pdu;
    for (let length = 0; length < body.length; length += 1)
      expect(() => readDeliver(body.subarray(0, length))).toThrow(PduError);
  });

  it('have no short_message above 254 octets', () => {
    expect(() => submitBody({ ...part, octets: new Uint8Array(255) })).toThrow(RangeError);
  });
});
