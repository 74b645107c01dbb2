import type { SmppPdu } from './smpp-library.ts';

/** Type of number (SMPP 3.4, 5.2.5). */
export const TON = { international: 1, alphanumeric: 5 } as const;
const RECEIPT = 0x04;
/** What the default alphabet and ASCII write alike. */
const PLAIN = /^[\w .,!?'"()\-+:;/&%=<>*#\n\r]*$/;
const UCS2 = 0x08;
/** Above this a text goes into message_payload: both alphabets have room for it in one message. */
const MAX_OCTETS = 140;

/** The address of a phone or a sender as Hermod writes it. */
export function addressText(ton: number | undefined, digits = ''): string {
  return ton === TON.international ? `+${digits}` : digits;
}

/** The deliver_sm that says what became of a submit_sm (Appendix B). */
export function receiptOf(submit: SmppPdu, id: string, at: Date, isUndelivered: boolean): object {
  const { source_addr_ton, source_addr, dest_addr_ton, destination_addr } = submit;
  const when = at.toISOString().replace(/\D/g, '').slice(2, 12);
  const [delivered, stat, err] = isUndelivered ? ['000', 'UNDELIV', '069'] : ['001', 'DELIVRD', '000'];
  const fields = `id:${id} sub:001 dlvrd:${delivered} submit date:${when} done date:${when} stat:${stat} err:${err} text:`;
  return {
    esm_class: RECEIPT,
    source_addr_ton: dest_addr_ton,
    source_addr: destination_addr,
    dest_addr_ton: source_addr_ton,
    destination_addr: source_addr,
    data_coding: 0,
    short_message: Buffer.from(fields, 'ascii'),
    receipted_message_id: id,
    message_state: isUndelivered ? 5 : 2,
  };
}

/** The deliver_sm of a text that a person wrote. */
export function textOfPerson(
  phone: string,
  to: Pick<SmppPdu, 'source_addr_ton' | 'source_addr'>,
  text: string,
): object {
  const isPlain = PLAIN.test(text);
  const octets = isPlain ? Buffer.from(text, 'ascii') : Buffer.from(text, 'utf16le').swap16();
  return {
    source_addr_ton: TON.international,
    source_addr_npi: 1,
    source_addr: phone.replace(/^\+/, ''),
    dest_addr_ton: to.source_addr_ton,
    destination_addr: to.source_addr,
    data_coding: isPlain ? 0 : UCS2,
    ...(octets.length > MAX_OCTETS ? { message_payload: octets } : { short_message: octets }),
  };
}
