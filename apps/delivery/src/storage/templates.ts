import { Inject, Injectable } from '@nestjs/common';
import {
  type CompiledTemplate,
  compileTemplate,
  readTemplateDocument,
  type TemplateDocument,
} from '@hermod/channels';
import type { Sql } from '@hermod/postgres';
import { DataSource } from 'typeorm';
import { MEDIA_HOSTS, type PrivateHosts } from '../media-hosts.ts';
import { TemplateRow } from './template-row.ts';

interface Known {
  readonly version: number;
  readonly compiled: CompiledTemplate;
}

/** Templates, and those of them that are in use, compiled. */
@Injectable()
export class Templates {
  readonly #dataSource: DataSource;
  readonly #privateHosts: PrivateHosts;
  readonly #compiled = new Map<string, Known>();

  constructor(
    @Inject(DataSource) dataSource: DataSource,
    @Inject(MEDIA_HOSTS) privateHosts: PrivateHosts = new Set(),
  ) {
    this.#dataSource = dataSource;
    this.#privateHosts = privateHosts;
  }

  /** Saves a template that was checked; the same content again makes no new version. */
  async save(
    name: string,
    { channel, content, locales = {} }: TemplateDocument,
  ): Promise<{ version: number; isNew: boolean }> {
    const rows = await this.#dataSource.query<{ version: number; isNew: boolean }[]>(
      `INSERT INTO template AS kept (name, channel, content, locales, version, updated_at)
       VALUES ($1, $2, $3::jsonb, $4::jsonb, 1, now())
       ON CONFLICT (name) DO UPDATE SET channel = excluded.channel, content = excluded.content,
         locales = excluded.locales, updated_at = now(),
         version = kept.version + CASE WHEN (kept.channel, kept.content, kept.locales)
           = (excluded.channel, excluded.content, excluded.locales) THEN 0 ELSE 1 END
       RETURNING version, (xmax = 0) AS "isNew"`,
      [name, channel, JSON.stringify(content), JSON.stringify(locales)],
    );
    return rows[0]!;
  }

  find(name: string): Promise<TemplateRow | null> {
    return this.#dataSource.getRepository(TemplateRow).findOneBy({ name });
  }

  list(): Promise<TemplateRow[]> {
    return this.#dataSource.getRepository(TemplateRow).find({ order: { name: 'ASC' }, take: 1_000 });
  }

  /** The templates of these names as this transaction sees them, compiled once for each version. */
  async compiled(sql: Sql, names: readonly string[]): Promise<Map<string, CompiledTemplate>> {
    const versions = await sql.query<{ name: string; version: number }>(
      'delivery.template-versions',
      'SELECT name, version FROM template WHERE name = ANY($1::text[])',
      [names],
    );
    const unknown = versions.filter(({ name, version }) => this.#compiled.get(name)?.version !== version);
    if (unknown.length > 0)
      await this.#compile(
        sql,
        unknown.map(({ name }) => name),
      );
    return new Map(
      versions.flatMap(({ name }) => {
        const known = this.#compiled.get(name);
        return known === undefined ? [] : [[name, known.compiled] as const];
      }),
    );
  }

  async #compile(sql: Sql, names: readonly string[]): Promise<void> {
    const rows = await sql.query<Pick<TemplateRow, 'name' | 'channel' | 'content' | 'locales' | 'version'>>(
      'delivery.templates',
      'SELECT name, channel, content, locales, version FROM template WHERE name = ANY($1::text[])',
      [names],
    );
    for (const { name, channel, content, locales, version } of rows) {
      const compiled = compileTemplate(readTemplateDocument({ channel, content, locales }), {
        privateHosts: this.#privateHosts,
      });
      this.#compiled.set(name, { version, compiled });
    }
  }
}
