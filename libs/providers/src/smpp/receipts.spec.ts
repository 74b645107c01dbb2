/**
 * The vectors are read from `../shared/vectors` beside the repository: receipts of cloudhopper-smpp and jsmpp (Apache-2.0), and some
 * that were observed. A clone without them skips those tests.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalId } from './message-ids.ts';
import { PduCutter, readDeliver, type ShortMessage, TLV } from './pdu.ts';
import { readDelivery } from './read-delivery.ts';
import { readReceiptText, receiptInstant } from './receipt-text.ts';
import { SmppConfig } from './smpp-config.ts';

interface Vector {
  readonly src: string;
  readonly note?: string;
  readonly text?: string;
  readonly pduHex?: string;
  readonly expect: Readonly<Record<string, string | number | null>>;
}
const file = new URL('../../../../../shared/vectors/smpp-receipts.json', import.meta.url);
const present = existsSync(file);
const { cases, malformedStrict } = present
  ? (JSON.parse(readFileSync(file, 'utf8')) as { cases: Vector[]; malformedStrict: string[] })
  : { cases: [], malformedStrict: [] };

const CONFIG = SmppConfig.parse({
  id: 'smsc',
  type: 'smpp',
  systemId: 'h',
  password: 'p',
  sender: '+46700000000',
});
const NOW = '2026-11-22T13:30:00.000Z';

const deliver = (text: string, more: Partial<ShortMessage> = {}): ShortMessage => ({
  source: { ton: 1, npi: 1, digits: '46700000001' },
  destination: { ton: 1, npi: 1, digits: '46700000000' },
  esmClass: 0x04,
  validityPeriod: '',
  registeredDelivery: 0,
  dataCoding: 0,
  octets: Buffer.from(text, 'latin1'),
  tlvs: new Map(),
  ...more,
});
const vectorOf = ({ text = '', pduHex }: Vector): ShortMessage =>
  pduHex === undefined
    ? deliver(text)
    : readDeliver(new PduCutter().push(Buffer.from(pduHex, 'hex'))[0]!.body);
const reportOf = (message: ShortMessage, config: SmppConfig = CONFIG) => {
  const delivery = readDelivery(message, config, NOW);
  return delivery.kind === 'receipt' ? delivery.report : delivery.kind;
};

describe.skipIf(!present)('receipts as vendors write them', () => {
  it.each(cases)('$src: $text $note', (vector) => {
    const message = vectorOf(vector);
    const text = readReceiptText(Buffer.from(message.octets).toString('latin1'));
    const wanted = vector.expect;
    if ('id' in wanted) expect(text.id ?? null).toBe(wanted['id']);
    if ('stat' in wanted) expect(text.stat).toBe(wanted['stat']);
    if ('err' in wanted) expect(text.err).toBe(wanted['err']);
    for (const [name, date] of [
      ['submitDate', text.submitDate],
      ['doneDate', text.doneDate],
    ] as const) {
      const at = receiptInstant(date ?? '', 'UTC') ?? null;
      const local = wanted[`${name}Local`];
      if (name in wanted) expect(at?.replace('.000Z', 'Z') ?? null).toBe(wanted[name]);
      if (local !== undefined) expect(at?.replace('T', ' ').replace('.000Z', '')).toBe(local);
    }
    const ids = { ...CONFIG, receiptIds: 'hex-to-decimal' } as const;
    if ('receiptedMessageIdTlv' in wanted) {
      expect(message.tlvs.get(TLV.messageState)?.[0]).toBe(wanted['messageStateTlv']);
      expect(reportOf(message, ids)).toMatchObject({ reference: '59113978', kind: 'delivered' });
    }
    if ('matchesSubmitRespId' in wanted) {
      const answered = canonicalId(String(wanted['matchesSubmitRespId']), 'answer', 'hex-to-decimal');
      expect(reportOf(message, ids)).toMatchObject({ reference: answered });
    }
    if ('idHexEquivalent' in wanted)
      expect(canonicalId(text.id!, 'receipt', 'auto')).toBe(
        canonicalId(String(wanted['idHexEquivalent']), 'answer', 'auto'),
      );
  });

  it.each(malformedStrict)('reports nothing of %s', (text) => {
    expect(reportOf(deliver(text))).toBeUndefined();
  });
});

describe('a receipt', () => {
  it.each([
    ['DELIVRD', 'delivered', undefined],
    ['DELIVERED', 'delivered', undefined],
    ['UNDELIV', 'undelivered', 'UNDELIV err 069'],
    ['EXPIRED', 'undelivered', 'EXPIRED err 069'],
    ['DELETED', 'undelivered', 'DELETED err 069'],
    ['REJECTD', 'undelivered', 'REJECTD err 069'],
  ])('%s reports %s', (stat, kind, reason) => {
    const at = NOW;
    const report = { reference: '7', kind, ...(reason === undefined ? {} : { reason }), at };
    expect(reportOf(deliver(`id:7 stat:${stat} err:069 text:`))).toEqual(report);
  });

  it.each(['ENROUTE', 'ACCEPTD', 'UNKNOWN', 'BADSTAT'])('%s reports nothing: it is not the end', (stat) => {
    expect(reportOf(deliver(`id:7 stat:${stat}`))).toBeUndefined();
  });

  it('believes its parameters before its text', () => {
    const tlvs = new Map([
      [TLV.receiptedMessageId as number, Buffer.from('38601fa\0')],
      [TLV.messageState as number, Buffer.from([5])],
    ]);
    const wanted = { reference: '59113978', kind: 'undelivered', reason: 'UNDELIV err 000' };
    const text = 'id:1 stat:DELIVRD err:000';
    expect(reportOf(deliver(text, { tlvs }))).toMatchObject(wanted);
    expect(reportOf(deliver(text, { tlvs, esmClass: 0 }))).toMatchObject(wanted);
  });

  it('counts from its date where the zone of the SMSC is known, else from when it is read', () => {
    const receipt = deliver('id:7 done date:2611221328 stat:DELIVRD');
    expect(reportOf(receipt)).toMatchObject({ at: NOW });
    expect(reportOf(receipt, { ...CONFIG, timeZone: 'Europe/Stockholm' })).toMatchObject({
      at: '2026-11-22T12:28:00.000Z',
    });
  });

  it('takes no fields from the text that was sent, which people can write', () => {
    expect(reportOf(deliver('id:7 stat:UNDELIV err:1 text:id:8 stat:DELIVRD'))).toMatchObject({
      reference: '7',
      kind: 'undelivered',
    });
  });

  it.each([
    ['an intermediate notification', 0x20],
    ['an acknowledgement by the handset', 0x08],
    ['an acknowledgement by hand', 0x10],
  ])('is not %s', (_, esmClass) => {
    expect(reportOf(deliver('id:7 stat:DELIVRD', { esmClass }))).toBe('nothing');
  });
});

describe('ids', () => {
  it.each([
    ['3533b950', '892582224', 'auto'],
    ['3533B950', '0892582224', 'hex-to-decimal'],
    ['33339502', '859018498', 'hex-to-decimal'],
    ['892582224', '3533b950', 'decimal-to-hex'],
    ['0059113978', '59113978', 'auto'],
    ['74E02EE1-4E2F-4A6E-A78B-4B247D756A22', '74e02ee1-4e2f-4a6e-a78b-4b247d756a22', 'auto'],
    ['2E179B310EDE971B2760C72B7F026E1B', '2e179b310ede971b2760c72b7f026e1b', 'auto'],
    ['1069124950153263812', '1069124950153263812', 'auto'],
    ['Ab-1', 'Ab-1', 'exact'],
  ] as const)('%s of an answer is %s of a receipt (%s)', (answer, receipt, ids) => {
    expect(canonicalId(answer, 'answer', ids)).toBe(canonicalId(receipt, 'receipt', ids));
  });
  it('stay apart where they are exact', () => {
    expect(canonicalId('007', 'answer', 'exact')).not.toBe(canonicalId('7', 'receipt', 'exact'));
  });
});
