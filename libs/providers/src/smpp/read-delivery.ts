/** What a deliver_sm brings. */
import { decodeGsm7, decodeUcs2 } from '@hermod/channels';
import type { ReceiptKind } from '@hermod/contracts';
import type { ReceiptReport } from '../receipt-reader.ts';
import { canonicalId } from './message-ids.ts';
import { PduError, type ShortMessage, TLV } from './pdu.ts';
import { readReceiptText, receiptInstant } from './receipt-text.ts';
import type { SmppConfig } from './smpp-config.ts';

/** Where a part of a long text belongs. */
export interface Place {
  readonly reference: number;
  readonly total: number;
  /** From 1. */
  readonly index: number;
}

/** A text of a person, or a part of one. */
export interface Written {
  readonly message: ShortMessage;
  readonly dataCoding: number;
  readonly octets: Buffer;
  readonly place?: Place | undefined;
}

export type Delivery =
  | { readonly kind: 'receipt'; readonly report: ReceiptReport | undefined }
  | { readonly kind: 'text'; readonly written: Written }
  /** An intermediate notification or an acknowledgement: nothing that anybody waits for. */
  | { readonly kind: 'nothing' };

/** esm_class, 5.2.12: the bits that tell what a deliver_sm is. */
const TYPE_MASK = 0x3c;
const RECEIPT = 0x04;
const UDHI = 0x40;

const STATES: Readonly<Record<number, string>> = {
  1: 'ENROUTE',
  2: 'DELIVRD',
  3: 'EXPIRED',
  4: 'DELETED',
  5: 'UNDELIV',
  6: 'ACCEPTD',
  7: 'UNKNOWN',
  8: 'REJECTD',
};

/** Reads a deliver_sm. @param now ISO 8601: when it is read @throws PduError when its header is broken */
export function readDelivery(message: ShortMessage, config: SmppConfig, now: string): Delivery {
  const octets = message.tlvs.get(TLV.messagePayload) ?? Buffer.from(message.octets);
  const type = message.esmClass & TYPE_MASK;
  // Some SMSCs leave esm_class 0 and say it by the parameters alone.
  if (type === RECEIPT || (type === 0 && message.tlvs.has(TLV.receiptedMessageId)))
    return { kind: 'receipt', report: readReceipt(message, octets, config, now) };
  if (type !== 0) return { kind: 'nothing' };
  return { kind: 'text', written: readWritten(message, octets) };
}

/** The text of octets, or undefined where they are none: binary, or in an alphabet that nobody agreed on. */
export function decodeText(octets: Buffer, dataCoding: number): string | undefined {
  if (dataCoding === 0x00 || isGsm7Class(dataCoding)) return decodeGsm7(octets);
  if (dataCoding === 0x01) return octets.toString('latin1');
  if (dataCoding === 0x03) return octets.toString('latin1');
  if (dataCoding === 0x08 || (dataCoding & 0xfc) === 0x18) return decodeUcs2(octets);
  return undefined;
}

/** 23.038, 4: message classes in the default alphabet. */
const isGsm7Class = (dataCoding: number): boolean =>
  (dataCoding & 0xf4) === 0xf0 || (dataCoding & 0xfc) === 0x10;

function readReceipt(
  message: ShortMessage,
  octets: Buffer,
  config: SmppConfig,
  now: string,
): ReceiptReport | undefined {
  // Field names and ids are ASCII, which the other alphabets write alike.
  const text = readReceiptText(message.dataCoding === 0x08 ? decodeUcs2(octets) : octets.toString('latin1'));
  const state = message.tlvs.get(TLV.messageState)?.[0];
  const stat = (state === undefined ? undefined : STATES[state]) ?? text.stat;
  const kind = kindOf(stat);
  const reference = referenceOf(message, text.id, config);
  if (kind === undefined || reference === undefined) return undefined;
  const at =
    config.timeZone === undefined || text.doneDate === undefined
      ? undefined
      : receiptInstant(text.doneDate, config.timeZone);
  const reason = text.err === undefined ? `${stat}` : `${stat} err ${text.err}`.slice(0, 64);
  return { reference, kind, ...(kind === 'undelivered' ? { reason } : {}), at: at ?? now };
}

function kindOf(stat = ''): ReceiptKind | undefined {
  // Some vendors write the words in full.
  if (stat.startsWith('DELIV')) return 'delivered';
  return /^(?:UNDELIV|EXPIRED|DELETED|REJECT)/.test(stat) ? 'undelivered' : undefined;
}

/** The parameter repeats the id of the answer; the text may write it another way. */
function referenceOf(
  message: ShortMessage,
  textId: string | undefined,
  config: SmppConfig,
): string | undefined {
  const parameter = message.tlvs.get(TLV.receiptedMessageId)?.toString('latin1').replace(/\0.*$/s, '');
  if (parameter !== undefined && parameter !== '') return canonicalId(parameter, 'answer', config.receiptIds);
  return textId === undefined ? undefined : canonicalId(textId, 'receipt', config.receiptIds);
}

function readWritten(message: ShortMessage, octets: Buffer): Written {
  const { dataCoding } = message;
  if ((message.esmClass & UDHI) === 0) return { message, dataCoding, octets, place: placeBySar(message) };
  const length = octets[0];
  if (length === undefined || length + 1 > octets.length)
    throw new PduError('a user data header that is cut short');
  const place = placeByHeader(octets.subarray(1, length + 1));
  return { message, dataCoding, octets: octets.subarray(length + 1), place };
}

/** 23.040, 9.2.3.24: elements of id, length, data; 0x00 and 0x08 are concatenation. */
function placeByHeader(header: Buffer): Place | undefined {
  for (let at = 0; at + 1 < header.length; at += 2 + header[at + 1]!) {
    const element = header.subarray(at + 2, at + 2 + header[at + 1]!);
    const [a = 0, b = 0, c = 0, d = 0] = element;
    if (header[at] === 0x00 && element.length === 3) return placed(a, b, c);
    if (header[at] === 0x08 && element.length === 4) return placed((a << 8) | b, c, d);
  }
  return undefined;
}

function placeBySar({ tlvs }: ShortMessage): Place | undefined {
  const reference = tlvs.get(TLV.sarReference);
  const total = tlvs.get(TLV.sarTotal)?.[0];
  const index = tlvs.get(TLV.sarIndex)?.[0];
  if (reference?.length !== 2 || total === undefined || index === undefined) return undefined;
  return placed(reference.readUInt16BE(), total, index);
}

/** A place that can't be one stands for a text of its own. */
const placed = (reference: number, total: number, index: number): Place | undefined =>
  total > 1 && index >= 1 && index <= total ? { reference, total, index } : undefined;
