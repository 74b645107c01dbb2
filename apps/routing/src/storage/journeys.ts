import { Inject, Injectable } from '@nestjs/common';
import { inTransaction, type Sql } from '@hermod/postgres';
import { DataSource, type EntityManager, LessThan } from 'typeorm';
import { moveCatalog, recordAction } from './journey-actions.ts';
import { JourneyRow, JourneyVersionRow, type SourceFormat } from './journey-rows.ts';

/** A draft as it was written. */
export interface DraftSource {
  readonly source: string;
  readonly format: SourceFormat;
}

/** Whether a draft may take the place of the one that is there; undefined: there is none. */
export type MayReplace = (current: DraftSource | undefined) => boolean;

export interface Draft extends DraftSource {
  readonly at: Date;
  readonly publishedVersion: number | null;
  /** Since when the journey is paused. */
  readonly pausedAt: Date | null;
}

export interface PublishedSource {
  readonly journey: string;
  readonly version: number;
  readonly source: string;
  readonly format: SourceFormat;
}

/** Drafts and published versions of journeys. */
@Injectable()
export class Journeys {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** Saves a draft, unless the one that is there may not be replaced; nobody changes that one in between. */
  saveDraft(
    id: string,
    source: string,
    format: SourceFormat,
    mayReplace: MayReplace,
  ): Promise<'created' | 'replaced' | 'refused'> {
    return this.#dataSource.transaction(async (manager) => {
      if (mayReplace(undefined) && (await insertDraft(manager, id, source, format))) return 'created';
      const [current] = await manager.query<DraftSource[]>(
        'SELECT draft_source AS source, draft_format AS format FROM journey WHERE id = $1 FOR UPDATE',
        [id],
      );
      if (current === undefined || !mayReplace(current)) return 'refused';
      await manager.query(
        'UPDATE journey SET draft_source = $2, draft_format = $3, draft_at = now() WHERE id = $1',
        [id, source, format],
      );
      return 'replaced';
    });
  }

  async findDraft(id: string): Promise<Draft | undefined> {
    const row = await this.#dataSource.getRepository(JourneyRow).findOneBy({ id });
    if (row === null) return undefined;
    return {
      source: row.draftSource,
      format: row.draftFormat,
      at: row.draftAt,
      publishedVersion: row.publishedVersion,
      pausedAt: row.pausedAt,
    };
  }

  async list(): Promise<
    { id: string; publishedVersion: number | null; draftAt: Date; pausedAt: Date | null }[]
  > {
    const rows = await this.#dataSource.getRepository(JourneyRow).find({ order: { id: 'ASC' }, take: 1_000 });
    return rows.map(({ id, publishedVersion, draftAt, pausedAt }) => ({
      id,
      publishedVersion,
      draftAt,
      pausedAt,
    }));
  }

  /** The versions of a journey, newest first; those before one of them. */
  async versions(
    journey: string,
    before: number | undefined,
    limit: number,
  ): Promise<(PublishedSource & { publishedAt: Date })[]> {
    const where = before === undefined ? { journey } : { journey, version: LessThan(before) };
    const rows = await this.#dataSource
      .getRepository(JourneyVersionRow)
      .find({ where, order: { version: 'DESC' }, take: limit });
    return rows.map(({ version, source, format, publishedAt }) => ({
      journey,
      version,
      source,
      format,
      publishedAt,
    }));
  }

  /**
   * Makes a source the journey's published version. The same source as the version that is published already
   * makes no new one. The catalog's revision moves in the same transaction.
   */
  publish(journey: string, draft: DraftSource, heardTypes: readonly string[], by: string): Promise<number> {
    const { source, format } = draft;
    return inTransaction(this.#dataSource, async (sql) => {
      const { manager } = sql;
      // A statement of its own: the next one then sees what a publication that held the lock before has written.
      await manager.query('SELECT 1 FROM journey WHERE id = $1 FOR UPDATE', [journey]);
      const [current] = await manager.query<
        { version: number | null; source: string | null; latest: number }[]
      >(
        `SELECT j.published_version AS version, v.source,
                coalesce((SELECT max(version) FROM journey_version WHERE journey = j.id), 0) AS latest
         FROM journey j LEFT JOIN journey_version v ON v.journey = j.id AND v.version = j.published_version
         WHERE j.id = $1`,
        [journey],
      );
      if (current?.version != null && current.source === source) return current.version;
      const version = (current?.latest ?? 0) + 1;
      const row = { journey, version, source, format, heardTypes: [...heardTypes], publishedAt: new Date() };
      await manager.insert(JourneyVersionRow, row);
      await manager.update(JourneyRow, { id: journey }, { publishedVersion: version });
      await recordAction(sql, { journey, action: 'published', by, version });
      await moveCatalog(sql);
      return version;
    });
  }

  /** The catalog's revision as this transaction sees it. */
  async catalogRevision(sql: Sql): Promise<string> {
    const [row] = await sql.query<{ revision: string }>(
      'routing.catalog',
      'SELECT revision FROM journey_catalog',
      [],
    );
    return row!.revision;
  }

  /** The version of every journey that new events start; paused ones are left out. */
  async published(sql: Sql): Promise<PublishedSource[]> {
    return sql.query<PublishedSource>(
      'routing.published',
      `SELECT v.journey, v.version, v.source, v.format FROM journey j
       JOIN journey_version v ON v.journey = j.id AND v.version = j.published_version
       WHERE j.paused_at IS NULL`,
      [],
    );
  }

  /** Event types that move or end runs of some version. */
  async heardTypes(sql: Sql): Promise<Set<string>> {
    const rows = await sql.query<{ type: string }>(
      'routing.heard-types',
      'SELECT DISTINCT unnest(heard_types) AS type FROM journey_version',
      [],
    );
    return new Set(rows.map((row) => row.type));
  }

  /** One version, however old. */
  async version(sql: Sql, journey: string, version: number): Promise<PublishedSource | undefined> {
    const [row] = await sql.query<PublishedSource>(
      'routing.version',
      'SELECT journey, version, source, format FROM journey_version WHERE journey = $1 AND version = $2',
      [journey, version],
    );
    return row;
  }
}

/** False when there is a journey of this id already. */
async function insertDraft(
  manager: EntityManager,
  id: string,
  source: string,
  format: SourceFormat,
): Promise<boolean> {
  const inserted = await manager.query<unknown[]>(
    `INSERT INTO journey (id, draft_source, draft_format, draft_at) VALUES ($1, $2, $3, now())
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [id, source, format],
  );
  return inserted.length > 0;
}
