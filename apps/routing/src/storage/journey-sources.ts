import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { JourneyRow, JourneyVersionRow } from './journey-rows.ts';
import type { DraftSource } from './journeys.ts';

/** The texts of journeys, as their authors wrote them: read off the path, for those who look at them. */
@Injectable()
export class JourneySources {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** A version, or the draft; undefined when there is none. */
  async find(journey: string, version: number | undefined): Promise<DraftSource | undefined> {
    if (version === undefined) {
      const draft = await this.#dataSource.getRepository(JourneyRow).findOneBy({ id: journey });
      return draft === null ? undefined : { source: draft.draftSource, format: draft.draftFormat };
    }
    const row = await this.#dataSource.getRepository(JourneyVersionRow).findOneBy({ journey, version });
    return row === null ? undefined : { source: row.source, format: row.format };
  }
}
