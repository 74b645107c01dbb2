import { hash } from 'node:crypto';

/**
 * One text for a list of fields, and no other list has the same: each field is a netstring (its length in bytes of UTF-8,
 * a colon, the field, a comma), an absent one is a dash and a comma.
 */
export function canonical(fields: readonly (string | undefined)[]): string {
  let text = '';
  for (const field of fields) {
    text += field === undefined ? '-,' : `${Buffer.byteLength(field)}:${field},`;
  }
  return text;
}

/** SHA-256 (FIPS 180-4) of a text in UTF-8, in hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
