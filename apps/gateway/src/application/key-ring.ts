import { timingSafeEqual } from 'node:crypto';
import type { Logger } from '@hermod/telemetry';
import type { ApiKey, ApiKeys } from '../storage/api-keys.ts';
import { stateOf } from '../storage/api-keys.ts';
import { readKey } from './key-text.ts';

/** How often an instance looks for changes. */
const LOOK_EVERY_MS = 500;
/** A key that is not on the ring may have been made since the last look; after this time nobody can tell. */
const FRESH_MS = 3_000;
/** While the database is away, keys on the ring go on for this long. */
const STALE_MS = 5 * 60_000;
const MINUTE_MS = 60_000;

/** The storage that a ring reads. */
export type KeySource = Pick<ApiKeys, 'lastRevision' | 'changedSince' | 'markUsed'>;

/** Clocks of a ring, for tests. */
export interface RingClock {
  /** The time of day, in milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a clock that never goes back. */
  elapsed(): number;
}

/** A key, or that there is none of that kind, or that this can't be told. */
export type KeyVerdict = ApiKey | 'unknown' | 'unavailable';

const NO_DIGEST = Buffer.alloc(32);

/**
 * All keys that can be used, in memory: a request costs no look into the database. What any instance changes is here
 * within a second.
 */
export class KeyRing {
  readonly #source: KeySource;
  readonly #log: Logger;
  readonly #clock: RingClock;
  readonly #keys = new Map<string, ApiKey>();
  #revision = 0n;
  #lookedAt: number | undefined;
  #looking: Promise<void> | undefined;
  #isFailing = false;
  /** The minute of each key's last use, in milliseconds, and those that are not yet noted down. */
  readonly #usedAt = new Map<string, number>();
  #unmarked = new Map<string, Date>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(source: KeySource, log: Logger, clock: RingClock = SYSTEM_CLOCK) {
    this.#source = source;
    this.#log = log;
    this.#clock = clock;
  }

  /** Looks once, and then again and again. Resolves also when the database is away. */
  async start(): Promise<void> {
    await this.#lookAgain();
  }

  /** Takes as long for a key that is not there as for one that is. */
  find(text: string): KeyVerdict {
    const shown = readKey(text);
    const key = shown === undefined ? undefined : this.#keys.get(shown.id);
    const digest = shown?.digest ?? NO_DIGEST;
    const now = new Date(this.#clock.now());
    const isCurrent = timingSafeEqual(digest, key?.digest ?? NO_DIGEST);
    const isFormer = timingSafeEqual(digest, key?.formerDigest ?? NO_DIGEST);
    const isFormerGood = isFormer && (key?.formerUntil ?? now) > now;
    const age = this.#age();
    if (shown === undefined) return 'unknown';
    if (age > STALE_MS || (key === undefined && age > FRESH_MS)) return 'unavailable';
    if (key === undefined || !(isCurrent || isFormerGood) || stateOf(key, now) !== 'active') return 'unknown';
    this.#noteUse(key.id, now.getTime());
    return key;
  }

  /** Looks for changes now; resolves when what was changed before the call is known here. */
  async refresh(): Promise<void> {
    // A look that is under way may have begun before the change.
    await this.#looking?.catch(() => undefined);
    await this.#look();
  }

  /** @throws when the keys are too old to be relied on. */
  checkReady(): void {
    if (this.#age() > STALE_MS) throw new Error('the keys have not been read for five minutes');
  }

  /** Notes down the last uses. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#looking?.catch(() => undefined);
    await this.#markUsed().catch((error: unknown) => {
      this.#log.warn({ err: error }, 'the last uses of the keys are not noted down');
    });
  }

  #age(): number {
    return this.#lookedAt === undefined ? Infinity : this.#clock.elapsed() - this.#lookedAt;
  }

  async #lookAgain(): Promise<void> {
    try {
      await this.#look();
      await this.#markUsed();
      if (this.#isFailing) this.#log.info('the keys can be read again');
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#log.warn({ err: error }, 'the keys can not be read; the known ones go on');
      this.#isFailing = true;
    }
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#lookAgain(), LOOK_EVERY_MS).unref();
  }

  #look(): Promise<void> {
    this.#looking ??= this.#readChanges().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #readChanges(): Promise<void> {
    const startedAt = this.#clock.elapsed();
    const last = await this.#source.lastRevision();
    if (last !== this.#revision) {
      // A database that was put back to an earlier state says nothing of what it has forgotten.
      const isOlder = last < this.#revision;
      const changed = await this.#source.changedSince(isOlder ? 0n : this.#revision);
      if (isOlder) this.#keys.clear();
      for (const key of changed) {
        if (key.revokedAt === null) this.#keys.set(key.id, key);
        else this.#keys.delete(key.id);
      }
      const newest = changed.at(-1);
      this.#revision = newest === undefined ? last : BigInt(newest.revision);
    }
    this.#lookedAt = startedAt;
  }

  #noteUse(id: string, now: number): void {
    const minute = now - (now % MINUTE_MS);
    if (this.#usedAt.get(id) === minute) return;
    this.#usedAt.set(id, minute);
    this.#unmarked.set(id, new Date(minute));
  }

  async #markUsed(): Promise<void> {
    if (this.#unmarked.size === 0) return;
    const marking = this.#unmarked;
    this.#unmarked = new Map();
    try {
      await this.#source.markUsed(marking);
    } catch (error) {
      this.#unmarked = new Map([...marking, ...this.#unmarked]);
      throw error;
    }
  }
}

const SYSTEM_CLOCK: RingClock = { now: () => Date.now(), elapsed: () => performance.now() };
