import { Inject, Injectable } from '@nestjs/common';
import { LOG } from '@hermod/service-host';
import { type CompiledJourney, readPublishedJourney } from '@hermod/journey';
import type { Sql } from '@hermod/postgres';
import type { Logger } from '@hermod/telemetry';
import { Journeys, type PublishedSource } from '../../storage/journeys.ts';

/** A version that can be run. */
export interface CatalogEntry {
  readonly journey: string;
  readonly version: number;
  readonly compiled: CompiledJourney;
}

/** Compiled versions kept beyond the published ones. */
const KEPT = 500;

/**
 * The published journeys, compiled. Every unit of work that starts runs first asks for the catalog's revision
 * inside its transaction, so a publication is used by every instance for the next event.
 */
@Injectable()
export class JourneyCatalog {
  readonly #journeys: Journeys;
  readonly #log: Logger;
  #revision: string | undefined;
  #published: readonly CatalogEntry[] = [];
  #heardTypes: ReadonlySet<string> = new Set();
  readonly #byVersion = new Map<string, CatalogEntry>();
  /** Versions that this build doesn't understand: it never will. */
  readonly #notUnderstood = new Set<string>();
  readonly #newerFormats = new Set<number>();

  constructor(@Inject(Journeys) journeys: Journeys, @Inject(LOG) log: Logger) {
    this.#journeys = journeys;
    this.#log = log;
  }

  /** The versions that new events start, as this transaction sees them. Paused journeys are left out. */
  async published(sql: Sql): Promise<readonly CatalogEntry[]> {
    const revision = await this.#journeys.catalogRevision(sql);
    if (revision !== this.#revision) {
      const sources = await this.#journeys.published(sql);
      this.#published = sources.flatMap((source) => this.#compile(source) ?? []);
      this.#heardTypes = await this.#journeys.heardTypes(sql);
      this.#revision = revision;
    }
    return this.#published;
  }

  /** Event types that move or end runs of any version that may still have some. */
  async heardTypes(sql: Sql): Promise<ReadonlySet<string>> {
    await this.published(sql);
    return this.#heardTypes;
  }

  /** One version, for the runs that stay on it. Undefined when it is unknown or no longer understood. */
  async version(sql: Sql, journey: string, version: number): Promise<CatalogEntry | undefined> {
    const known = this.#byVersion.get(keyOf(journey, version));
    if (known !== undefined || this.#notUnderstood.has(keyOf(journey, version))) return known;
    const source = await this.#journeys.version(sql, journey, version);
    return source === undefined ? undefined : this.#compile(source);
  }

  /** True when this build understands a version; the runs of one that it doesn't stand still. */
  isUnderstood(source: PublishedSource): boolean {
    return this.#compile(source) !== undefined;
  }

  /** Says, once, that there are runs in a format that only a later build reads. They are left alone. */
  tellNewerFormat(format: number): void {
    if (this.#newerFormats.has(format)) return;
    this.#newerFormats.add(format);
    this.#log.error({ format }, 'runs of a newer format are left alone: a later build has written them');
  }

  #compile(source: PublishedSource): CatalogEntry | undefined {
    const { journey, version } = source;
    const known = this.#byVersion.get(keyOf(journey, version));
    if (known !== undefined || this.#notUnderstood.has(keyOf(journey, version))) return known;
    try {
      const entry = { journey, version, compiled: readPublishedJourney(source.source, source.format) };
      if (this.#byVersion.size >= KEPT) this.#byVersion.delete(this.#byVersion.keys().next().value!);
      this.#byVersion.set(keyOf(journey, version), entry);
      return entry;
    } catch (error) {
      this.#notUnderstood.add(keyOf(journey, version));
      this.#log.error(
        { journey, version, error: String(error) },
        'a published version is not understood by this build; its runs stand still',
      );
      return undefined;
    }
  }
}

const keyOf = (journey: string, version: number): string => `${journey}@${version}`;
