import { HermodError } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ContactPointHealth } from '../../storage/contact-point-health.ts';

/** Which contact point works again, who says so and why. */
export interface RestoreRequest {
  readonly recipient: string;
  readonly contactPoint: string;
  /** Id of the key. */
  readonly by: string;
  readonly reason: string;
}

/** Lets a contact point be used again, whatever was reported about it before. It gives no consent and lifts no STOP. */
@Injectable()
export class RestoreContactPoint {
  readonly #health: ContactPointHealth;

  constructor(@Inject(ContactPointHealth) health: ContactPointHealth) {
    this.#health = health;
  }

  /** A repeat changes nothing but who and why. @throws HermodError CONTACT_POINT_NOT_FOUND */
  async execute({ recipient, contactPoint, ...why }: RestoreRequest, unit: UnitOfWork): Promise<void> {
    const told = { recipient, contactPoint, at: unit.now };
    if (await this.#health.restore(unit.sql, told, why)) return;
    throw new HermodError('CONTACT_POINT_NOT_FOUND', 'this recipient has no such contact point', {
      field: 'contactPoint',
      fix: 'take an id from GET /v1/recipients/{id}',
    });
  }
}
