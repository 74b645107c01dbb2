import type { FastifyReply } from 'fastify';
import { describe, expect, it } from 'vitest';
import { RATE_LIMIT, RateLimits } from './rate-limits.ts';

/** An answer that keeps its headers. */
function replyWith(headers: Record<string, string>): FastifyReply {
  const header = (name: string, value: string): void => void (headers[name] = value);
  return { header } as unknown as FastifyReply;
}

/** Requests until one is refused, and what that one is told. */
function untilRefused(ask: (reply: FastifyReply) => void): { allowed: number; told: Record<string, string> } {
  for (let allowed = 0; ; allowed += 1) {
    const told: Record<string, string> = {};
    try {
      ask(replyWith(told));
    } catch {
      return { allowed, told };
    }
  }
}

describe('a key', () => {
  it('is told its policy, what is left, and when to come back', () => {
    let now = 0;
    const limits = new RateLimits(() => now);
    const limit = { perSecond: 0.5, burst: 3 };
    const first: Record<string, string> = {};
    limits.countKey('a', limit, replyWith(first));
    expect(first).toEqual({ 'ratelimit-policy': '"key";q=3;w=6', ratelimit: '"key";r=2;t=2' });
    const { allowed, told } = untilRefused((reply) => limits.countKey('a', limit, reply));
    expect(allowed).toBe(2);
    expect(told).toEqual({
      'ratelimit-policy': '"key";q=3;w=6',
      ratelimit: '"key";r=0;t=6',
      'retry-after': '2',
    });
    now += 2_000;
    expect(untilRefused((reply) => limits.countKey('a', limit, reply)).allowed).toBe(1);
    expect(untilRefused((reply) => limits.countKey('b', limit, reply)).allowed).toBe(3);
  });

  it('whose limit is changed is held to the new one', () => {
    const limits = new RateLimits(() => 0);
    limits.countKey('a', { perSecond: 1, burst: 100 }, replyWith({}));
    expect(
      untilRefused((reply) => limits.countKey('a', { perSecond: 1, burst: 2 }, reply)).allowed,
    ).toBeLessThanOrEqual(2);
  });
});

describe('a remote address', () => {
  it('counts as its /64 when it is IPv6, and as itself when it is IPv4', () => {
    const limits = new RateLimits(() => 0);
    const all = untilRefused((reply) => limits.countAddress('2001:db8::1', reply));
    expect(all.allowed).toBe(RATE_LIMIT.address.burst);
    expect(all.told).toEqual({ 'retry-after': '1' });
    const left = (address: string) => untilRefused((reply) => limits.countAddress(address, reply)).allowed;
    expect(left('2001:db8:0:0:ffff:1:2:3')).toBe(0);
    expect(left('2001:db8:0:1::1')).toBe(RATE_LIMIT.address.burst);
    expect(left('::ffff:192.0.2.1')).toBe(RATE_LIMIT.address.burst);
    expect(left('::ffff:192.0.2.2')).toBe(RATE_LIMIT.address.burst);
  });

  it('with a link is one of few, whoever follows it', () => {
    const limits = new RateLimits(() => 0);
    expect(untilRefused((reply) => limits.countLink('a', reply)).allowed).toBe(RATE_LIMIT.link.burst);
    expect(untilRefused((reply) => limits.countLink('b', reply)).allowed).toBe(RATE_LIMIT.link.burst);
  });

  it('one of very many, costs no memory for ever', () => {
    const limits = new RateLimits(() => 0);
    const { allowed } = untilRefused((reply) => limits.countAddress('192.0.2.1', reply));
    expect(allowed).toBe(RATE_LIMIT.address.burst);
    for (let n = 0; n < 100_000; n += 1)
      limits.countAddress(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, replyWith({}));
    expect(limits.size).toBeLessThanOrEqual(20_000);
  });
});
