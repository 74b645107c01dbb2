/**
 * Reads Kafka's flexible encoding: compact strings and arrays whose length is an unsigned varint plus one, and tagged
 * fields. Source: KIP-482.
 */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int16(): number {
    this.#at += 2;
    return this.#bytes.readInt16BE(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#bytes.readInt32BE(this.#at - 4);
  }

  int64(): bigint {
    this.#at += 8;
    return this.#bytes.readBigInt64BE(this.#at - 8);
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#at);
      this.#at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
      if (shift > 28) throw new RangeError('this is no varint');
    }
  }

  /** Null, which has length 0, reads as empty. */
  compactString(): string {
    const length = Math.max(0, this.varint() - 1);
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new RangeError('the answer ends in the middle');
    return this.#bytes.toString('utf8', this.#at - length, this.#at);
  }

  compactArray<T>(read: () => T): T[] {
    const length = Math.max(0, this.varint() - 1);
    if (length > this.#bytes.length) throw new RangeError('the answer ends in the middle');
    return Array.from({ length }, read);
  }

  /** Reads the tagged fields that `readers` knows and passes over the others. */
  tags(readers: Readonly<Record<number, () => void>> = {}): void {
    for (let left = this.varint(); left > 0; left -= 1) {
      const tag = this.varint();
      const size = this.varint();
      const end = this.#at + size;
      readers[tag]?.();
      this.#at = end;
    }
  }
}
