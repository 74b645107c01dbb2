import { FLOW, type RecipientChanged } from '@hermod/contracts';
import { OnFacts, type Received, type UnitOfWork } from '@hermod/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { KeepContactPoints } from '../../application/keep-contact-points.ts';

/** Fact 9: consent knows more, or nothing any more, of a recipient. */
@Controller()
export class OnRecipientChanged {
  readonly #keepContactPoints: KeepContactPoints;
  constructor(@Inject(KeepContactPoints) keepContactPoints: KeepContactPoints) {
    this.#keepContactPoints = keepContactPoints;
  }

  @OnFacts(FLOW.recipientChanged)
  handle(@Payload() facts: readonly Received<RecipientChanged>[], @Ctx() unit: UnitOfWork): Promise<void> {
    return this.#keepContactPoints.execute(facts, unit);
  }
}
