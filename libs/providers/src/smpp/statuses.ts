/** What an SMSC's command_status says (SMPP 3.4, 5.1.3). */
import type { HandOverCode, Refused, Retry } from '../provider.ts';

export const STATUS = {
  ok: 0x00,
  invalidCommand: 0x03,
  /** RINVBNDSTS: the session isn't bound for this, or not any more. */
  notBound: 0x04,
  temporaryApplicationError: 0x64,
  permanentApplicationError: 0x65,
} as const;

/** As the specification writes them, without ESME_. */
const NAMES: Readonly<Record<number, string>> = {
  0x01: 'RINVMSGLEN',
  0x04: 'RINVBNDSTS',
  0x05: 'RALYBND',
  0x08: 'RSYSERR',
  0x0a: 'RINVSRCADR',
  0x0b: 'RINVDSTADR',
  0x0d: 'RBINDFAIL',
  0x0e: 'RINVPASWD',
  0x0f: 'RINVSYSID',
  0x14: 'RMSGQFUL',
  0x33: 'RINVNUMDESTS',
  0x43: 'RINVESMCLASS',
  0x45: 'RSUBMITFAIL',
  0x48: 'RINVSRCTON',
  0x49: 'RINVSRCNPI',
  0x50: 'RINVDSTTON',
  0x51: 'RINVDSTNPI',
  0x58: 'RTHROTTLED',
  0x62: 'RINVEXPIRY',
  0x64: 'RX_T_APPN',
  0x65: 'RX_P_APPN',
  0x66: 'RX_R_APPN',
};

/** How long to leave an SMSC in peace that has too much. */
export const THROTTLED_MS = 1_000;

const RETRIES: Readonly<Record<number, HandOverCode>> = {
  0x04: 'PROVIDER_UNAVAILABLE', // the bind was lost on their side
  0x08: 'PROVIDER_UNAVAILABLE',
  0x14: 'PROVIDER_THROTTLED',
  0x58: 'PROVIDER_THROTTLED',
  0x64: 'PROVIDER_UNAVAILABLE',
};
const CREDENTIALS: ReadonlySet<number> = new Set([0x0d, 0x0e, 0x0f]);

/** `0x58 RTHROTTLED` */
export function wordsOf(status: number): string {
  const code = `0x${status.toString(16).toUpperCase().padStart(2, '0')}`;
  return NAMES[status] === undefined ? code : `${code} ${NAMES[status]}`;
}

/**
 * What a submit_sm that was answered with an error is: a message that has not been taken. Too much at a time and trouble of the SMSC's own pass;
 * all else is for good. RINVDSTADR says nothing of the number, for it also stands for one that the account has no route to.
 */
export function resultOfSubmit(status: number): Refused | Retry {
  const reason = wordsOf(status);
  const code = RETRIES[status];
  if (code === undefined) return { outcome: 'refused', code: 'PROVIDER_REFUSED', reason };
  return {
    outcome: 'retry',
    code,
    reason,
    ...(code === 'PROVIDER_THROTTLED' ? { retryAfterMs: THROTTLED_MS } : {}),
  };
}

/** What a bind that was answered with an error means for the messages that wait for it. */
export function resultOfBind(status: number): Refused | Retry {
  return CREDENTIALS.has(status)
    ? { outcome: 'refused', code: 'PROVIDER_CREDENTIALS', reason: wordsOf(status) }
    : { outcome: 'retry', code: 'PROVIDER_UNAVAILABLE', reason: wordsOf(status) };
}
