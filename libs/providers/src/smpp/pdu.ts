/** SMPP 3.4's protocol data units, as octets: only those that an ESME needs. What they carry is never decoded on the way. */

export const COMMANDS = {
  bindReceiver: 0x01,
  bindTransmitter: 0x02,
  submitSm: 0x04,
  deliverSm: 0x05,
  unbind: 0x06,
  bindTransceiver: 0x09,
  enquireLink: 0x15,
  alertNotification: 0x102,
} as const;
/** Set in the id of a response. */
export const RESPONSE = 0x8000_0000;
export const GENERIC_NACK = 0x8000_0000;

const HEADER_OCTETS = 16;
/** Above a message_payload of 64 kB and its fields; what claims to be longer is no SMPP. */
const MAX_PDU_OCTETS = 70_000;

export interface Pdu {
  readonly command: number;
  readonly status: number;
  readonly sequence: number;
  readonly body: Buffer;
}

/** A number or name with its type and plan (SMPP 3.4, 5.2.5 and 5.2.6). */
export interface Address {
  readonly ton: number;
  readonly npi: number;
  readonly digits: string;
}

/** Optional parameters by tag. */
export type Tlvs = ReadonlyMap<number, Buffer>;

export const TLV = {
  receiptedMessageId: 0x001e,
  sarReference: 0x020c,
  sarTotal: 0x020e,
  sarIndex: 0x020f,
  messagePayload: 0x0424,
  messageState: 0x0427,
} as const;

/** The fields that submit_sm and deliver_sm share, as far as we use them. */
export interface ShortMessage {
  readonly source: Address;
  readonly destination: Address;
  readonly esmClass: number;
  /** Relative or absolute (7.1.1); empty: the SMSC's own. */
  readonly validityPeriod: string;
  readonly registeredDelivery: number;
  readonly dataCoding: number;
  /** short_message: at most 254 octets. */
  readonly octets: Uint8Array;
  readonly tlvs: Tlvs;
}

/** What can't be read as SMPP. */
export class PduError extends Error {
  override readonly name = 'PduError';
}

export function encodePdu({ command, status, sequence, body }: Pdu): Buffer {
  const head = Buffer.allocUnsafe(HEADER_OCTETS);
  head.writeUInt32BE(HEADER_OCTETS + body.length, 0);
  head.writeUInt32BE(command, 4);
  head.writeUInt32BE(status, 8);
  head.writeUInt32BE(sequence, 12);
  return Buffer.concat([head, body]);
}

/** Cuts a stream of octets into PDUs. */
export class PduCutter {
  #rest: Buffer = Buffer.alloc(0);

  /** The PDUs that are complete with these octets. @throws PduError when a length can't be one */
  push(chunk: Buffer): Pdu[] {
    let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const pdus: Pdu[] = [];
    while (rest.length >= 4) {
      const length = rest.readUInt32BE(0);
      if (length < HEADER_OCTETS || length > MAX_PDU_OCTETS) throw new PduError('a PDU of impossible length');
      if (rest.length < length) break;
      pdus.push({
        command: rest.readUInt32BE(4),
        status: rest.readUInt32BE(8),
        sequence: rest.readUInt32BE(12),
        body: rest.subarray(HEADER_OCTETS, length),
      });
      rest = rest.subarray(length);
    }
    this.#rest = rest;
    return pdus;
  }
}

/** The body of a bind. */
export function bindBody(systemId: string, password: string, systemType: string): Buffer {
  // interface_version 3.4; no range of addresses.
  return Buffer.concat([
    cString(systemId),
    cString(password),
    cString(systemType),
    Buffer.from([0x34, 0, 0, 0]),
  ]);
}

/** The body of a submit_sm (4.4.1). @throws RangeError when short_message is longer than 254 octets */
export function submitBody(message: ShortMessage): Buffer {
  const { source, destination, octets, tlvs } = message;
  if (octets.length > 254) throw new RangeError('short_message has at most 254 octets');
  return Buffer.concat([
    cString(''), // service_type: the SMSC's default
    address(source),
    address(destination),
    Buffer.from([message.esmClass, 0, 0]),
    cString(''), // schedule_delivery_time: at once
    cString(message.validityPeriod),
    Buffer.from([message.registeredDelivery, 0, message.dataCoding, 0, octets.length]),
    octets,
    ...[...tlvs].map(([tag, value]) => Buffer.concat([int16(tag), int16(value.length), value])),
  ]);
}

/** A deliver_sm (4.6.1). @throws PduError when it is cut short */
export function readDeliver(body: Buffer): ShortMessage {
  const reader = new OctetReader(body);
  reader.cString();
  const source = readAddress(reader);
  const destination = readAddress(reader);
  const esmClass = reader.int8();
  reader.skip(2); // protocol_id, priority_flag
  reader.cString();
  const validityPeriod = reader.cString();
  const registeredDelivery = reader.int8();
  reader.skip(1); // replace_if_present_flag
  const dataCoding = reader.int8();
  reader.skip(1); // sm_default_msg_id
  const octets = reader.octets(reader.int8());
  const common = { source, destination, esmClass, validityPeriod, registeredDelivery, dataCoding, octets };
  return { ...common, tlvs: reader.tlvs() };
}

/** The message_id of a submit_sm_resp; empty when it has none. */
export function readMessageId(body: Buffer): string {
  const end = body.indexOf(0);
  return body.toString('latin1', 0, end === -1 ? body.length : end);
}

export function int16(value: number): Buffer {
  const octets = Buffer.allocUnsafe(2);
  octets.writeUInt16BE(value);
  return octets;
}

const cString = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1');

const address = ({ ton, npi, digits }: Address): Buffer =>
  Buffer.concat([Buffer.from([ton, npi]), cString(digits)]);

function readAddress(reader: OctetReader): Address {
  return { ton: reader.int8(), npi: reader.int8(), digits: reader.cString() };
}

/** Reads fields one after the other. */
class OctetReader {
  readonly #octets: Buffer;
  #at = 0;

  constructor(octets: Buffer) {
    this.#octets = octets;
  }

  int8(): number {
    return this.octets(1)[0]!;
  }

  skip(count: number): void {
    this.octets(count);
  }

  octets(count: number): Buffer {
    const from = this.#at;
    this.#at += count;
    if (this.#at > this.#octets.length) throw new PduError('a PDU that is cut short');
    return this.#octets.subarray(from, this.#at);
  }

  cString(): string {
    const end = this.#octets.indexOf(0, this.#at);
    if (end === -1) throw new PduError('a text without its end');
    const text = this.#octets.toString('latin1', this.#at, end);
    this.#at = end + 1;
    return text;
  }

  /** What is left. A last parameter that is cut short is left out: some SMSCs pad. */
  tlvs(): Map<number, Buffer> {
    const found = new Map<number, Buffer>();
    while (this.#at + 4 <= this.#octets.length) {
      const tag = this.octets(2).readUInt16BE();
      const length = this.octets(2).readUInt16BE();
      if (this.#at + length > this.#octets.length) break;
      found.set(tag, this.octets(length));
    }
    return found;
  }
}
