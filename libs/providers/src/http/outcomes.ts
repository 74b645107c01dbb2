/** How HTTP outcomes read as results of a hand-over, as far as all providers agree. */
import type { HandOverResult, Refused, Retry, Unknown } from '../provider.ts';
import type { HttpOutcome } from './exchange.ts';

export type Answer = Extract<HttpOutcome, { kind: 'answered' }>;

/** The result of a call that brought no status. */
export function resultOfSilence(outcome: Exclude<HttpOutcome, Answer>): Retry | Unknown {
  if (outcome.kind === 'not-sent')
    return { outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason: outcome.reason };
  return {
    outcome: 'unknown',
    code: outcome.timedOut ? 'PROVIDER_TIMEOUT' : 'PROVIDER_CONNECTION_LOST',
    reason: outcome.reason,
  };
}

/**
 * The result of an answer by its status alone, when the provider's own words say no more. 429 and 503 are turned away
 * at the door; after any other 5xx and after 408 the message may be on its way; other 3xx and 4xx are definitive. An
 * answer in the two hundreds that can't be read (a proxy's page, a broken body) proves nothing.
 */
export function resultOfStatus(answer: Answer, words = ''): Exclude<HandOverResult, { outcome: 'accepted' }> {
  const { status } = answer;
  const reason = words === '' ? `HTTP ${status}` : words;
  if (status === 429) return { outcome: 'retry', code: 'PROVIDER_THROTTLED', reason, ...retryAfter(answer) };
  if (status === 503)
    return { outcome: 'retry', code: 'PROVIDER_UNAVAILABLE', reason, ...retryAfter(answer) };
  if (status >= 500 || status === 408) return { outcome: 'unknown', code: 'PROVIDER_FAILED', reason };
  if (status < 300) return { outcome: 'unknown', code: 'PROVIDER_ANSWER_UNREADABLE', reason };
  return refused(status === 401 || status === 403 ? 'PROVIDER_CREDENTIALS' : 'PROVIDER_REFUSED', reason);
}

export function refused(
  code: Refused['code'],
  reason: string,
  contactPoint?: Refused['contactPoint'],
): Refused {
  return { outcome: 'refused', code, reason, ...(contactPoint === undefined ? {} : { contactPoint }) };
}

/** No provider is believed when it asks for longer than this. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/** RFC 9110, section 10.2.3: seconds, or a date. */
export function retryAfter(answer: Answer, now: number = Date.now()): { retryAfterMs?: number } {
  const header = answer.headers['retry-after'];
  if (typeof header !== 'string') return {};
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? {} : { retryAfterMs: Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS) };
}

/** The answer's JSON object, or undefined when it is a page, broken, or anything else. */
export function jsonOf(answer: Answer): Record<string, unknown> | undefined {
  if (answer.body === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(answer.body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const MAX_WORDS = 200;

/**
 * A provider's words as they may stand in facts and logs: without the address, numbers that could be one, or mail
 * addresses, which providers like to quote.
 */
export function withoutAddresses(words: string, address: string): string {
  return words
    .slice(0, 1000)
    .replaceAll(address, '…')
    .replace(/[^\s@]+@[^\s@]+/g, '…')
    .replace(/\+?\d[\d\s().-]{5,}\d/g, '…')
    .slice(0, MAX_WORDS);
}
