/**
 * How often one key, or one remote address without a key, may knock. Each gateway process counts for itself.
 * Headers: draft-ietf-httpapi-ratelimit-headers-10 (`RateLimit-Policy`, `RateLimit`), RFC 9110 (`Retry-After`).
 */
import { isIPv6 } from 'node:net';
import { HermodError } from '@hermod/contracts';
import { counter } from '@hermod/telemetry';
import type { FastifyReply } from 'fastify';
import { type RateLimit, type Taking, TokenBucket } from '../../application/token-bucket.ts';
import type { ApiKey } from '../../storage/api-keys.ts';

/**
 * `key`: a key without a limit of its own. `address`: high, because a provider sends its receipts from few addresses. `link`: of one
 * person, who reads and clicks.
 */
export const RATE_LIMIT = {
  key: { perSecond: 200, burst: 400 },
  address: { perSecond: 5_000, burst: 10_000 },
  link: { perSecond: 2, burst: 60 },
} as const satisfies Readonly<Record<string, RateLimit>>;

/** A key's own limit, else the default. */
export function rateLimitOf(key: Pick<ApiKey, 'ratePerSecond' | 'rateBurst'>): RateLimit {
  const { ratePerSecond, rateBurst } = key;
  if (ratePerSecond === null || rateBurst === null) return RATE_LIMIT.key;
  return { perSecond: ratePerSecond, burst: rateBurst };
}

/** Buckets in memory at most. Beyond, full ones are forgotten, and then the oldest. */
const MOST_BUCKETS = 20_000;

const refused = counter('hermod_rate_limited_total', 'Requests that came too fast', ['by']);

interface Counted {
  readonly bucket: TokenBucket;
  limit: RateLimit;
}

/** The buckets of one gateway process. */
export class RateLimits {
  readonly #buckets = new Map<string, Counted>();
  readonly #now: () => number;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /**
   * Counts a request by a key, and tells the limit in the answer.
   * @throws HermodError TOO_MANY_REQUESTS
   */
  countKey(id: string, limit: RateLimit, reply: FastifyReply): void {
    const taking = this.#take(`key ${id}`, limit);
    void reply.header(
      'ratelimit-policy',
      `"key";q=${limit.burst};w=${Math.ceil(limit.burst / limit.perSecond)}`,
    );
    void reply.header('ratelimit', `"key";r=${taking.left};t=${seconds(taking.fullInMs)}`);
    if (!taking.isAllowed) throw tooFast('key', taking, reply);
  }

  /**
   * Counts a request without a key.
   * @throws HermodError TOO_MANY_REQUESTS
   */
  countAddress(address: string, reply: FastifyReply): void {
    const taking = this.#take(`address ${networkOf(address)}`, RATE_LIMIT.address);
    if (!taking.isAllowed) throw tooFast('address', taking, reply);
  }

  /**
   * Counts a request with a person's link. @param digest of its token
   * @throws HermodError TOO_MANY_REQUESTS
   */
  countLink(digest: string, reply: FastifyReply): void {
    const taking = this.#take(`link ${digest}`, RATE_LIMIT.link);
    if (!taking.isAllowed) throw tooFast('link', taking, reply);
  }

  /** How many are counted. */
  get size(): number {
    return this.#buckets.size;
  }

  #take(name: string, limit: RateLimit): Taking {
    const now = this.#now();
    const counted = this.#buckets.get(name) ?? this.#open(name, limit, now);
    if (counted.limit.perSecond !== limit.perSecond || counted.limit.burst !== limit.burst) {
      counted.bucket.change(limit, now);
      counted.limit = limit;
    }
    return counted.bucket.take(now);
  }

  #open(name: string, limit: RateLimit, now: number): Counted {
    if (this.#buckets.size >= MOST_BUCKETS) this.#makeRoom(now);
    const counted = { bucket: new TokenBucket(limit, now), limit };
    this.#buckets.set(name, counted);
    return counted;
  }

  /** Frees a tenth at least, so that it isn't done for every new address. */
  #makeRoom(now: number): void {
    for (const [name, { bucket }] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(name);
    let surplus = this.#buckets.size - MOST_BUCKETS * 0.9;
    for (const name of this.#buckets.keys()) {
      if (surplus-- <= 0) return;
      this.#buckets.delete(name);
    }
  }
}

function tooFast(by: 'key' | 'address' | 'link', { nextInMs }: Taking, reply: FastifyReply): HermodError {
  refused.inc({ by });
  void reply.header('retry-after', String(Math.max(1, seconds(nextInMs))));
  return new HermodError('TOO_MANY_REQUESTS', `this ${by} sends more requests than it may`, {
    fix: 'wait as long as Retry-After says; events can be sent as a batch',
  });
}

/** Whoever has one IPv6 address usually has its whole /64. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const [first, last] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: Math.max(0, 8 - first!.length - last!.length) }, () => '0');
  return [...first!, ...zeros, ...last!].slice(0, 4).join(':');
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
