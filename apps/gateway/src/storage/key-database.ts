import { dataSourceOptions, openStore, type StoreOptions } from '@hermod/postgres';
import { DataSource } from 'typeorm';
import { ApiKeyRow } from './api-key-row.ts';
import { Gateway1700000005000 } from './migrations/1700000005000-gateway.ts';

/** A look at the keys is short, and the door waits for none: after this the database counts as away. */
const STATEMENT_MS = 2_000;
const POOL_SIZE = 3;

/**
 * The gateway's own schema. It is opened, and brought up to date, by the first who asks, and by the next one again
 * when that failed: the door opens also while the database is away.
 */
export class KeyDatabase {
  readonly #store: StoreOptions;
  #opening: Promise<DataSource> | undefined;

  /** @param url of the gateway's role. */
  constructor(url: string) {
    const migrations = [Gateway1700000005000];
    this.#store = { url, store: 'gateway', entities: [ApiKeyRow], migrations, poolSize: POOL_SIZE };
  }

  /** @throws what the driver throws when the database can't be reached. */
  async open(): Promise<DataSource> {
    const opening = (this.#opening ??= open(this.#store));
    try {
      return await opening;
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    await opened?.destroy();
  }
}

/** Migrations may wait for another instance's turn; what comes after them has shorter deadlines. */
async function open(store: StoreOptions): Promise<DataSource> {
  const migrated = await openStore(store);
  await migrated.destroy();
  const dataSource = new DataSource({
    ...dataSourceOptions(store),
    connectTimeoutMS: STATEMENT_MS,
    extra: { statement_timeout: STATEMENT_MS, query_timeout: STATEMENT_MS },
  } as ReturnType<typeof dataSourceOptions>);
  return dataSource.initialize();
}
