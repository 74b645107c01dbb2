import { createLogger } from '@hermod/telemetry';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ApiKey } from '../storage/api-keys.ts';
import { KeyRing, type KeySource } from './key-ring.ts';
import { type FreshKey, makeKey } from './key-text.ts';

const START = Date.parse('2026-11-22T09:00:30Z');
const MINUTE = 60_000;

/** A database that can be away, with a clock beside it. */
class Source implements KeySource {
  readonly keys = new Map<string, ApiKey>();
  readonly marked: ReadonlyMap<string, Date>[] = [];
  last = 0n;
  isAway = false;
  #answer<T>(value: T): Promise<T> {
    return this.isAway ? Promise.reject(new Error('away')) : Promise.resolve(value);
  }
  lastRevision(): Promise<bigint> {
    return this.#answer(this.last);
  }
  changedSince(revision: bigint): Promise<ApiKey[]> {
    return this.#answer([...this.keys.values()].filter((key) => BigInt(key.revision) > revision));
  }
  async markUsed(used: ReadonlyMap<string, Date>): Promise<void> {
    await this.#answer(undefined);
    this.marked.push(used);
  }
  put({ id, digest }: FreshKey, more: Partial<ApiKey> = {}): void {
    this.last += 1n;
    const nothing = { formerDigest: null, formerUntil: null, ratePerSecond: null, rateBurst: null };
    const never = { expiresAt: null, revokedAt: null, lastUsedAt: null };
    const made = { name: 'test', scopes: ['read'], createdAt: new Date(START), createdBy: 'local-admin' };
    this.keys.set(id, { id, digest, ...nothing, ...never, ...made, ...more, revision: String(this.last) });
  }
}

let source: Source;
let ring: KeyRing;
let now: number;
const key = makeKey();

beforeEach(() => {
  source = new Source();
  now = START;
  const clock = { now: () => now, elapsed: () => now };
  ring = new KeyRing(source, createLogger('gateway', { write: () => undefined }), clock);
});

describe('the ring', () => {
  it('knows what is in the database, and what was changed since', async () => {
    source.put(key);
    await ring.refresh();
    expect(ring.find(key.text)).toMatchObject({ id: key.id, scopes: ['read'] });
    source.put(key, { scopes: ['read', 'design'] });
    await ring.refresh();
    expect(ring.find(key.text)).toMatchObject({ scopes: ['read', 'design'] });
    source.put(key, { revokedAt: new Date(now) });
    await ring.refresh();
    expect(ring.find(key.text)).toBe('unknown');
  });

  it('takes a key of the right id with another secret for unknown, and what is no key too', async () => {
    source.put(key);
    await ring.refresh();
    expect(ring.find(makeKey(key.id).text)).toBe('unknown');
    expect(ring.find(`hk_${key.id}_${'A'.repeat(43)}`)).toBe('unknown');
    expect(ring.find('stage-api-key')).toBe('unknown');
  });

  it('knows of a rotated key both secrets for the overlap, and then the new one', async () => {
    const former = makeKey(key.id);
    source.put(key, { formerDigest: former.digest, formerUntil: new Date(START + MINUTE) });
    await ring.refresh();
    expect(ring.find(former.text)).toMatchObject({ id: key.id });
    expect(ring.find(key.text)).toMatchObject({ id: key.id });
    now += MINUTE;
    await ring.refresh();
    expect(ring.find(former.text)).toBe('unknown');
    expect(ring.find(key.text)).toMatchObject({ id: key.id });
  });

  it('lets a key expire to the instant, without a look', async () => {
    source.put(key, { expiresAt: new Date(START + 1_000) });
    await ring.refresh();
    now += 999;
    expect(ring.find(key.text)).toMatchObject({ id: key.id });
    now += 1;
    expect(ring.find(key.text)).toBe('unknown');
  });

  it('forgets what a database that was put back does not know', async () => {
    source.put(key);
    source.put(key);
    await ring.refresh();
    source.keys.clear();
    source.last = 1n;
    await ring.refresh();
    expect(ring.find(key.text)).toBe('unknown');
  });
});

describe('while the database is away', () => {
  it('nothing can be told before the first look', () => {
    expect(ring.find(key.text)).toBe('unavailable');
    expect(() => ring.checkReady()).toThrow();
  });

  it('known keys go on for five minutes, and of unknown ones nothing can be told', async () => {
    source.put(key);
    await ring.refresh();
    source.isAway = true;
    now += 4_000;
    await expect(ring.refresh()).rejects.toThrow('away');
    expect(ring.find(key.text)).toMatchObject({ id: key.id });
    expect(ring.find(makeKey().text)).toBe('unavailable');
    ring.checkReady();
    now = START + 5 * MINUTE + 1;
    expect(ring.find(key.text)).toBe('unavailable');
    expect(() => ring.checkReady()).toThrow();
    source.isAway = false;
    await ring.refresh();
    expect(ring.find(key.text)).toMatchObject({ id: key.id });
  });
});

describe('the last use', () => {
  it('is noted down to the minute, once a minute, and is not lost when the database is away', async () => {
    source.put(key);
    await ring.refresh();
    for (let n = 0; n < 5; n += 1) ring.find(key.text);
    source.isAway = true;
    await ring.close();
    expect(source.marked).toEqual([]);
    source.isAway = false;
    await ring.close();
    await ring.close();
    expect(source.marked).toEqual([new Map([[key.id, new Date('2026-11-22T09:00:00Z')]])]);
    now += MINUTE;
    ring.find(key.text);
    await ring.close();
    expect(source.marked[1]).toEqual(new Map([[key.id, new Date('2026-11-22T09:01:00Z')]]));
  });
});
