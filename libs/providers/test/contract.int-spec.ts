/** What delivery relies on, whatever the provider: each against a server of its own that misbehaves. */
import type { HandOverResult } from '@hermod/providers';
import { describe, expect, it } from 'vitest';
import { DIALECTS, type Dialect } from './dialects.ts';
import {
  brokenOff,
  deserted,
  html,
  json,
  openStandIn,
  reset,
  silence,
  tooLong,
  type Behaviour,
} from './stand-in.ts';

const DEADLINE_MS = 5_000;
const SHORT_DEADLINE_MS = 150;

async function handOver(
  dialect: Dialect,
  behaviour: Behaviour,
  deadlineMs = DEADLINE_MS,
): Promise<HandOverResult> {
  await using standIn = await openStandIn();
  standIn.behave(behaviour);
  const provider = dialect.open(standIn.url);
  const result = await provider.handOver(dialect.handOver, AbortSignal.timeout(deadlineMs));
  expect(standIn.arrived).toHaveLength(1);
  await provider.close();
  return result;
}

describe.each(DIALECTS)('a hand-over to $name', (dialect) => {
  it('is accepted with the provider’s id', async () => {
    expect(await handOver(dialect, dialect.accepts)).toEqual({
      outcome: 'accepted',
      providerMessageId: dialect.acceptedId,
      ...(dialect.sender === undefined ? {} : { sender: dialect.sender }),
    });
  });

  it('is refused for good, with a reason that names no address', async () => {
    const result = await handOver(dialect, dialect.refuses);
    expect(result).toMatchObject({ outcome: 'refused', code: 'PROVIDER_REFUSED' });
    expect(JSON.stringify(result)).not.toContain(dialect.handOver.to.replace(/^\D+/, ''));
  });

  it.each([401, 403])('is refused for the credentials (%s)', async (status) => {
    expect(await handOver(dialect, json(status, {}))).toMatchObject({
      outcome: 'refused',
      code: 'PROVIDER_CREDENTIALS',
    });
  });

  it('may be tried again when it was throttled, after the time that the provider asks for', async () => {
    const result = await handOver(dialect, json(429, {}, { 'retry-after': '7' }));
    expect(result).toEqual({
      outcome: 'retry',
      code: 'PROVIDER_THROTTLED',
      reason: 'HTTP 429',
      retryAfterMs: 7000,
    });
  });

  it.each([
    ['an object', json(503, {})],
    ['a page', html(503)],
    ['half an answer', brokenOff(503)],
  ])('may be tried again when the provider is unavailable (503 with %s)', async (_, behaviour) => {
    expect(await handOver(dialect, behaviour)).toMatchObject({
      outcome: 'retry',
      code: 'PROVIDER_UNAVAILABLE',
    });
  });

  it('may be tried again when the connection is refused', async () => {
    const provider = dialect.open(await deserted());
    const result = await provider.handOver(dialect.handOver, AbortSignal.timeout(DEADLINE_MS));
    expect(result).toEqual({ outcome: 'retry', code: 'PROVIDER_UNREACHABLE', reason: 'ECONNREFUSED' });
    await provider.close();
  });

  it('may be tried again when the host has no address', async () => {
    const provider = dialect.open('http://nowhere.invalid');
    expect(await provider.handOver(dialect.handOver, AbortSignal.timeout(1_000))).toMatchObject({
      outcome: 'retry',
      code: 'PROVIDER_UNREACHABLE',
    });
    await provider.close();
  });

  it('is unknown after a 500, a 502 or a 504', async () => {
    for (const status of [500, 502, 504]) {
      expect(await handOver(dialect, json(status, {}))).toMatchObject({
        outcome: 'unknown',
        code: 'PROVIDER_FAILED',
      });
    }
  });

  it.each([
    ['a page', html(200)],
    ['no id', json(200, {})],
    ['half an answer', brokenOff(200)],
    ['a longer answer than any', tooLong(200)],
  ])('is unknown when the provider says yes with %s', async (_, behaviour) => {
    expect(await handOver(dialect, behaviour)).toMatchObject({
      outcome: 'unknown',
      code: 'PROVIDER_ANSWER_UNREADABLE',
    });
  });

  it('is unknown when the connection breaks after the request was read', async () => {
    expect(await handOver(dialect, reset)).toMatchObject({
      outcome: 'unknown',
      code: 'PROVIDER_CONNECTION_LOST',
    });
  });

  it('is unknown when no answer comes before the deadline', async () => {
    expect(await handOver(dialect, silence, SHORT_DEADLINE_MS)).toMatchObject({
      outcome: 'unknown',
      code: 'PROVIDER_TIMEOUT',
    });
  });

  it('blames no contact point for a page that says 404', async () => {
    const result = await handOver(dialect, html(404));
    expect(result).toEqual({ outcome: 'refused', code: 'PROVIDER_REFUSED', reason: 'HTTP 404' });
  });

  it('follows no redirect', async () => {
    const result = await handOver(dialect, json(307, {}, { location: 'http://127.0.0.1:1/' }));
    expect(result).toMatchObject({ outcome: 'refused', reason: 'HTTP 307' });
  });

  it('calls nobody when the deadline has passed already', async () => {
    await using standIn = await openStandIn();
    const provider = dialect.open(standIn.url);
    const result = await provider.handOver(dialect.handOver, AbortSignal.abort());
    expect(result).toMatchObject({ outcome: 'retry', code: 'PROVIDER_UNREACHABLE' });
    expect(standIn.arrived).toHaveLength(0);
    await provider.close();
  });

  it('was not sent when no connection was free before the deadline', async () => {
    await using standIn = await openStandIn();
    standIn.behave(silence);
    const provider = dialect.open(standIn.url, 1);
    const holding = new AbortController();
    const first = provider.handOver(dialect.handOver, holding.signal);
    await standIn.hasArrived(1);
    const second = await provider.handOver(dialect.handOver, AbortSignal.timeout(SHORT_DEADLINE_MS));
    expect(second).toEqual({
      outcome: 'retry',
      code: 'PROVIDER_UNREACHABLE',
      reason: 'no connection before the deadline',
    });
    holding.abort();
    expect(await first).toMatchObject({ outcome: 'unknown', code: 'PROVIDER_TIMEOUT' });
    standIn.behave(dialect.accepts);
    expect(await provider.handOver(dialect.handOver, AbortSignal.timeout(DEADLINE_MS))).toMatchObject({
      outcome: 'accepted',
    });
    // The one that gave up waiting was never written.
    expect(standIn.arrived).toHaveLength(2);
    await provider.close();
  });

  it('is not written when it may not start any more once a connection is free', async () => {
    await using standIn = await openStandIn();
    standIn.behave(dialect.accepts);
    const provider = dialect.open(standIn.url);
    const late = await provider.handOver(dialect.handOver, AbortSignal.timeout(DEADLINE_MS), () => false);
    expect(late).toEqual({
      outcome: 'retry',
      code: 'PROVIDER_UNREACHABLE',
      reason: 'a connection was free too late',
    });
    const inTime = await provider.handOver(dialect.handOver, AbortSignal.timeout(DEADLINE_MS), () => true);
    expect(inTime).toMatchObject({ outcome: 'accepted' });
    expect(standIn.arrived).toHaveLength(1);
    await provider.close();
  });

  it('keeps its connections, and says when it is closed', async () => {
    await using standIn = await openStandIn();
    standIn.behave(dialect.accepts);
    const provider = dialect.open(standIn.url);
    for (let call = 0; call < 10; call += 1)
      await provider.handOver(dialect.handOver, AbortSignal.timeout(DEADLINE_MS));
    // The pool may open a second one when a call comes in the very moment in which the first is freed.
    expect(standIn.connections()).toBeLessThanOrEqual(2);
    await provider.close();
    expect(await provider.handOver(dialect.handOver, AbortSignal.timeout(DEADLINE_MS))).toMatchObject({
      outcome: 'retry',
    });
  });
});
