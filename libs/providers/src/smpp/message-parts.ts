/** A text as the submit_sm that carry it. */
import { encodeGsm7, encodeUcs2, segmentSms } from '@hermod/channels';
import { type Address, int16, type ShortMessage, TLV } from './pdu.ts';
import type { SmppConfig } from './smpp-config.ts';

/** What all parts have in common. */
export interface Envelope {
  readonly source: Address;
  readonly destination: Address;
  readonly ttlMs: number;
  /** Tells the parts of one message from those of another to the same number; the low octets are used. */
  readonly reference: number;
}

const SMSC_DEFAULT = 0x00;
const UCS2 = 0x08;
/** esm_class: a user data header stands in front of the text. */
const UDHI = 0x40;
/** Relative validity periods have two digits for each unit; 30 days are more than any network keeps a message. */
const MAX_VALIDITY_SECONDS = 30 * 86_400;

/**
 * The parts in the order in which they are sent; most texts have one. Only the last one asks for a receipt, and gives the message its id: it
 * is delivered after the others, and a receipt for each would say `delivered` several times about one message.
 */
export function partsOf(
  text: string,
  envelope: Envelope,
  longMessages: SmppConfig['longMessages'],
): [ShortMessage, ...ShortMessage[]] {
  const { encoding, parts } = segmentSms(text);
  const encode = encoding === 'GSM-7' ? encodeGsm7 : encodeUcs2;
  const common = {
    source: envelope.source,
    destination: envelope.destination,
    esmClass: 0,
    validityPeriod: validityPeriod(envelope.ttlMs),
    registeredDelivery: 1,
    dataCoding: encoding === 'GSM-7' ? SMSC_DEFAULT : UCS2,
    octets: new Uint8Array(),
    tlvs: new Map<number, Buffer>(),
  };
  if (parts.length === 1) return [{ ...common, octets: encode(text) }];
  if (longMessages === 'payload')
    return [{ ...common, tlvs: new Map([[TLV.messagePayload, Buffer.from(encode(text))]]) }];
  const [first, ...others] = parts.map((part, index) => ({
    ...common,
    registeredDelivery: index === parts.length - 1 ? 1 : 0,
    ...(longMessages === 'udh' ? withHeader : withSar)(
      encode(part),
      envelope.reference,
      parts.length,
      index + 1,
    ),
  }));
  // A text of several parts has a first one.
  return [first!, ...others];
}

/** `000000020630000R`: relative, in whole seconds, at least one (SMPP 3.4, 7.1.1.2). */
export function validityPeriod(ttlMs: number): string {
  const seconds = Math.min(Math.max(Math.floor(ttlMs / 1000), 1), MAX_VALIDITY_SECONDS);
  const units = [seconds / 86_400, (seconds / 3_600) % 24, (seconds / 60) % 60, seconds % 60];
  return `0000${units.map((unit) => String(Math.floor(unit)).padStart(2, '0')).join('')}000R`;
}

/** 3GPP TS 23.040, 9.2.3.24.1: concatenation with an 8-bit reference. */
function withHeader(octets: Uint8Array, reference: number, total: number, index: number) {
  const header = [5, 0, 3, reference & 0xff, total, index];
  return { esmClass: UDHI, octets: Uint8Array.from([...header, ...octets]) };
}

function withSar(octets: Uint8Array, reference: number, total: number, index: number) {
  const tlvs = new Map([
    [TLV.sarReference, int16(reference & 0xffff)],
    [TLV.sarTotal, Buffer.from([total])],
    [TLV.sarIndex, Buffer.from([index])],
  ]);
  return { octets, tlvs };
}
