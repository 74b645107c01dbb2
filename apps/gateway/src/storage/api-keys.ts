import type { EntityManager } from 'typeorm';
import { ApiKeyRow } from './api-key-row.ts';
import type { KeyDatabase } from './key-database.ts';

/** A key as it is kept; the digests are of its secrets. */
export type ApiKey = Readonly<ApiKeyRow>;

/** What a new key is made of. */
export type NewApiKey = Pick<
  ApiKey,
  | 'id'
  | 'name'
  | 'scopes'
  | 'digest'
  | 'ratePerSecond'
  | 'rateBurst'
  | 'createdAt'
  | 'createdBy'
  | 'expiresAt'
>;

export const KEY_STATES = ['active', 'expired', 'revoked'] as const;
export type KeyState = (typeof KEY_STATES)[number];

/** Which keys to list, newest first. */
export interface KeyList {
  readonly state: KeyState | undefined;
  readonly before: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Whether a key can be used at a time. */
export function stateOf(
  { revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
  at: Date,
): KeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= at ? 'expired' : 'active';
}

const WHERE_STATE: Readonly<Record<KeyState, string>> = {
  active: 'revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())',
  expired: 'revoked_at IS NULL AND expires_at <= now()',
  revoked: 'revoked_at IS NOT NULL',
};

/** The API keys. Every change has a revision; whoever reads them in that order misses none. */
export class ApiKeys {
  readonly #database: KeyDatabase;
  constructor(database: KeyDatabase) {
    this.#database = database;
  }

  async add(key: NewApiKey): Promise<ApiKey> {
    return this.#change(async (manager, revision) => {
      await manager.insert(ApiKeyRow, { ...key, scopes: [...key.scopes], revision });
      return manager.findOneByOrFail(ApiKeyRow, { id: key.id });
    });
  }

  /**
   * Gives a key another secret; the one it had stays good until `formerUntil`, the one before that ends.
   * @returns undefined when the key is not there, or was revoked or has expired.
   */
  async replaceSecret(id: string, digest: Buffer, formerUntil: Date): Promise<ApiKey | undefined> {
    return this.#change(async (manager, revision) => {
      const [changed] = await manager.query<[unknown[], number]>(
        `UPDATE api_key SET former_digest = digest, former_until = $3, digest = $2, revision = $4
         WHERE id = $1 AND ${WHERE_STATE.active} RETURNING id`,
        [id, digest, formerUntil, revision],
      );
      if (changed.length === 0) return undefined;
      return manager.findOneByOrFail(ApiKeyRow, { id });
    });
  }

  /** Ends a key for good; one that is revoked already stays so. @returns false when there is none of that id. */
  async revoke(id: string, at: Date): Promise<boolean> {
    return this.#change(async (manager, revision) => {
      const [changed] = await manager.query<[unknown[], number]>(
        `UPDATE api_key SET revoked_at = coalesce(revoked_at, $2), revision = $3 WHERE id = $1 RETURNING id`,
        [id, at, revision],
      );
      return changed.length > 0;
    });
  }

  async find(id: string): Promise<ApiKey | undefined> {
    const dataSource = await this.#database.open();
    return (await dataSource.getRepository(ApiKeyRow).findOneBy({ id })) ?? undefined;
  }

  async list({ state, before, limit }: KeyList): Promise<ApiKey[]> {
    const dataSource = await this.#database.open();
    const query = dataSource
      .getRepository(ApiKeyRow)
      .createQueryBuilder('api_key')
      .orderBy('api_key.createdAt', 'DESC')
      .addOrderBy('api_key.id', 'DESC')
      .take(limit);
    if (state !== undefined) query.andWhere(WHERE_STATE[state]);
    if (before !== undefined) query.andWhere('(created_at, api_key.id) < (:createdAt, :id)', before);
    return query.getMany();
  }

  /** The revision of the last change. */
  async lastRevision(): Promise<bigint> {
    const dataSource = await this.#database.open();
    const [row] = await dataSource.query<{ last: string }[]>('SELECT last FROM api_key_revision');
    return BigInt(row!.last);
  }

  /** Keys that were changed after a revision, in the order of their changes. */
  async changedSince(revision: bigint): Promise<ApiKey[]> {
    const dataSource = await this.#database.open();
    return dataSource
      .getRepository(ApiKeyRow)
      .createQueryBuilder('api_key')
      .where('revision > :revision', { revision: revision.toString() })
      .orderBy('api_key.revision', 'ASC')
      .getMany();
  }

  /** Notes when keys were used last. This is no change of the keys. */
  async markUsed(used: ReadonlyMap<string, Date>): Promise<void> {
    const dataSource = await this.#database.open();
    await dataSource.query(
      `UPDATE api_key SET last_used_at = greatest(last_used_at, used.at)
       FROM unnest($1::text[], $2::timestamptz[]) AS used (id, at) WHERE api_key.id = used.id`,
      [[...used.keys()], [...used.values()]],
    );
  }

  async #change<T>(work: (manager: EntityManager, revision: string) => Promise<T>): Promise<T> {
    const dataSource = await this.#database.open();
    return dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[{ last: string }[], number]>(
        'UPDATE api_key_revision SET last = last + 1 RETURNING last',
      );
      return work(manager, rows[0]!.last);
    });
  }
}
