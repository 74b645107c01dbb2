import { erasuresOf, type RecipientChanged } from '@hermod/contracts';
import { markErased, type Received, type UnitOfWork } from '@hermod/messaging';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints } from '../storage/contact-points.ts';
import { eraseReceipts } from '../storage/erase-receipts.ts';
import { hashAddress } from '@hermod/service-host';

/** Keeps who can be reached where, so that a text can be told to those who hold its number. */
@Injectable()
export class KeepContactPoints {
  readonly #contactPoints: ContactPoints;
  readonly #secret: string;

  constructor(@Inject(ContactPoints) contactPoints: ContactPoints, @Inject(CONFIG) config: ServiceConfig) {
    this.#contactPoints = contactPoints;
    this.#secret = config.secret;
  }

  /** The highest revision is the state, in whichever order the facts come. An erased recipient holds nothing. */
  async execute(facts: readonly Received<RecipientChanged>[], unit: UnitOfWork): Promise<void> {
    const latest = new Map<string, Received<RecipientChanged>>();
    for (const fact of facts) {
      const known = latest.get(fact.recipient);
      if (known === undefined || known.revision < fact.revision) latest.set(fact.recipient, fact);
    }
    const states = [...latest.values()].map(({ recipient, revision, data }) => ({
      recipient,
      revision,
      addressHashes: data.erased
        ? []
        : data.contactPoints.map((one) => hashAddress(one.address, this.#secret)),
    }));
    const erasures = await markErased(unit.sql, erasuresOf(facts.map(({ data }) => data)), unit.now);
    await eraseReceipts(unit.sql, erasures);
    await this.#contactPoints.replace(unit.sql, states);
  }
}
