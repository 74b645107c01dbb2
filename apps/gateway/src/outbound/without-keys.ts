import type { Writable } from 'node:stream';

const KEYS = /hk_[0-9a-f]{16}_[A-Za-z0-9_-]+/g;

/** The text with all keys made useless; their ids stay, so that it can be told whose they were. */
export function withoutKeys(text: string): string {
  return text.includes('hk_') ? text.replace(KEYS, (key) => `${key.slice(0, 20)}[redacted]`) : text;
}

/** A log's destination that no key gets through, in whatever field of a line it may stand. */
export function scrubbingKeys(destination: Pick<Writable, 'write'>): { write(line: string): void } {
  return { write: (line) => void destination.write(withoutKeys(line)) };
}
