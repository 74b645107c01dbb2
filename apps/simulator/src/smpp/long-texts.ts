import type { SmppPdu } from './smpp-library.ts';

interface Place {
  readonly reference: number;
  readonly total: number;
  readonly index: number;
}

/** Texts of which a part is missing; beyond this the oldest is forgotten, as a handset forgets it. */
const MAX_GATHERED = 1_000;

/** The text of a submit_sm, or of a part of one. Binary content counts as its octets. */
export function textOf({ short_message: short, message_payload: payload }: SmppPdu): string {
  const text = payload ?? short;
  return text === undefined ? '' : String(text.message);
}

/** Handsets: they show a long text when they have all of it. */
export class LongTexts {
  readonly #gathered = new Map<string, Map<number, string>>();

  /** @returns the whole text, if this makes it whole; a text of one part is whole by itself. */
  add(pdu: SmppPdu): string | undefined {
    const place = placeOf(pdu);
    if (place === undefined) return textOf(pdu);
    const key = [pdu.source_addr, pdu.destination_addr, place.reference, place.total].join(' ');
    const parts = this.#gathered.get(key) ?? new Map<number, string>();
    parts.set(place.index, textOf(pdu));
    this.#gathered.set(key, parts);
    if (parts.size < place.total) {
      this.#forgetOldest();
      return undefined;
    }
    this.#gathered.delete(key);
    return Array.from({ length: place.total }, (_, index) => parts.get(index + 1) ?? '').join('');
  }

  #forgetOldest(): void {
    const [oldest] = this.#gathered.keys();
    if (this.#gathered.size > MAX_GATHERED && oldest !== undefined) this.#gathered.delete(oldest);
  }
}

/** Concatenation by a user data header (3GPP TS 23.040, 9.2.3.24) or by SAR parameters (SMPP 3.4, 5.3.2.22). */
function placeOf(pdu: SmppPdu): Place | undefined {
  for (const element of pdu.short_message?.udh ?? []) {
    const [id, , ...data] = element;
    if (id === 0x00) return { reference: data[0]!, total: data[1]!, index: data[2]! };
    if (id === 0x08) return { reference: data[0]! * 256 + data[1]!, total: data[2]!, index: data[3]! };
  }
  const { sar_msg_ref_num: reference, sar_total_segments: total, sar_segment_seqnum: index } = pdu;
  return reference === undefined || total === undefined || index === undefined
    ? undefined
    : { reference, total, index };
}
