const encoder = new TextEncoder();

/** A text as UTF-8. By Node's own means where they are there, which are several times faster than what browsers have. */
export const utf8: (text: string) => Uint8Array =
  typeof Buffer === 'undefined' ? (text) => encoder.encode(text) : (text) => Buffer.from(text);
