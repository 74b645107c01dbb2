import type { Sender, SenderDocument } from '@hermod/channels';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SenderRow } from './sender-row.ts';

/** A sender with the time at which it was saved. */
export type KeptSender = Sender & { readonly updatedAt: Date };

/** More are not looked at: a deployment has a few for each country. */
const MOST_KEPT = 10_000;

/** The senders that were saved over HTTP. */
@Injectable()
export class Senders {
  readonly #dataSource: DataSource;
  constructor(@Inject(DataSource) dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async list(): Promise<KeptSender[]> {
    const rows = await this.#dataSource
      .getRepository(SenderRow)
      .find({ order: { id: 'ASC' }, take: MOST_KEPT });
    return rows.map(toSender);
  }

  async find(id: string): Promise<KeptSender | undefined> {
    const row = await this.#dataSource.getRepository(SenderRow).findOneBy({ id });
    return row === null ? undefined : toSender(row);
  }

  /** Saves a sender that was checked. */
  async save(id: string, sender: SenderDocument): Promise<{ isNew: boolean; updatedAt: Date }> {
    const rows = await this.#dataSource.query<{ isNew: boolean; updatedAt: Date }[]>(
      `INSERT INTO sender (id, provider, channels, address, brand_name, logo, countries, is_default, updated_at)
       VALUES ($1, $2, $3::text[], $4, $5, $6, $7::text[], $8, now())
       ON CONFLICT (id) DO UPDATE SET provider = excluded.provider, channels = excluded.channels,
         address = excluded.address, brand_name = excluded.brand_name, logo = excluded.logo,
         countries = excluded.countries, is_default = excluded.is_default, updated_at = excluded.updated_at
       RETURNING (xmax = 0) AS "isNew", updated_at AS "updatedAt"`,
      [
        id,
        sender.provider,
        sender.channels,
        sender.address,
        sender.brandName ?? null,
        sender.logo ?? null,
        sender.countries ?? null,
        sender.isDefault,
      ],
    );
    return rows[0]!;
  }

  /** @returns false when there was none. */
  async delete(id: string): Promise<boolean> {
    const { affected } = await this.#dataSource.getRepository(SenderRow).delete({ id });
    return (affected ?? 0) > 0;
  }
}

function toSender({ brandName, logo, countries, ...row }: SenderRow): KeptSender {
  return {
    ...row,
    ...(brandName === null ? {} : { brandName }),
    ...(logo === null ? {} : { logo }),
    ...(countries === null ? {} : { countries }),
  };
}
