/** W3C Trace Context, level 1: reading, writing and inventing `traceparent` values. */

export interface TraceContext {
  /** 32 lowercase hexadecimal digits. */
  readonly traceId: string;
  /** 16 lowercase hexadecimal digits. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const VERSION_00_LENGTH = 55;

/**
 * Reads a `traceparent`. Later versions than 00 may carry more fields, which are ignored.
 * @returns undefined when it is missing or invalid (version ff, uppercase, all-zero ids, wrong length).
 */
export function readTraceparent(text: string | undefined): TraceContext | undefined {
  const known = normalTraceparent(text);
  return known === undefined
    ? undefined
    : { traceId: known.slice(3, 35), spanId: known.slice(36, 52), sampled: isSampled(known) };
}

/** The value in version 00, or undefined when it is no valid `traceparent`. */
export function normalTraceparent(text: string | undefined): string | undefined {
  if (text === undefined || text.length < VERSION_00_LENGTH) return undefined;
  if (text.length === VERSION_00_LENGTH) {
    if (!TRACEPARENT.test(text)) return undefined;
    return text.startsWith('00') ? text : `00${text.slice(2)}`;
  }
  if (text.startsWith('00') || text[VERSION_00_LENGTH] !== '-') return undefined;
  return normalTraceparent(text.slice(0, VERSION_00_LENGTH));
}

/** True when the sampled flag of a valid `traceparent` is set. */
export function isSampled(traceparent: string): boolean {
  return (Number.parseInt(traceparent.charAt(54), 16) & 1) === 1;
}

export function writeTraceparent(context: TraceContext): string {
  return `00-${context.traceId}-${context.spanId}-${context.sampled ? '01' : '00'}`;
}

const scratch = Buffer.alloc(24);

/**
 * A valid `traceparent` for a root that gets no span object. The ids are no secrets, so the fast
 * generator will do; the first byte of each is never zero, so neither are the ids.
 */
export function inventTraceparent(sampled: boolean): string {
  for (let at = 0; at < scratch.length; at += 4) scratch.writeUInt32LE((Math.random() * 2 ** 32) >>> 0, at);
  scratch[0] = scratch[0]! | 1;
  scratch[16] = scratch[16]! | 1;
  const hex = scratch.toString('hex');
  return `00-${hex.slice(0, 32)}-${hex.slice(32)}-${sampled ? '01' : '00'}`;
}
