import { expect } from 'vitest';
import type { Finding } from '../src/language/problem.ts';

/** What steps of a journey under check are made of. */
export const PUSH = { push: 'a-push', until: 'opened', within: 'PT15M' };
export const SMS = { sms: 'a-sms', until: 'delivered', within: 'PT10M' };
export const END = { id: 'done', end: 'told' };
export const HOUR = { wait: { for: 'PT1H' } };

/** A journey that is right, but for what is changed. */
export function journey(change: object = {}): object {
  return {
    journey: 'order-shipped',
    purpose: 'transactional',
    start: { on: 'com.shop.order.shipped' },
    steps: [{ id: 'tell', escalate: [PUSH, SMS] }, END],
    ...change,
  };
}

/** A journey of these steps. */
export const steps = (...list: object[]): object => journey({ steps: list });
/** Findings as lines. */
export const told = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, field, message }) => `${severity} ${field}: ${message}`);
/** A finding of a grade, at a path, whose message holds these words. */
export const like = (severity: 'error' | 'warning', field: string, words: string): unknown =>
  expect.objectContaining({ severity, field, message: expect.stringContaining(words) as string });
