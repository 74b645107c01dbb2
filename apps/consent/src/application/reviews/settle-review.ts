import { deriveId, HermodError } from '@hermod/contracts';
import type { UnitOfWork } from '@hermod/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints } from '../../storage/contact-points.ts';
import { type ReviewRow, Reviews, type Verdict } from '../../storage/reviews.ts';
import { contactPointChannel } from '../consents/contact-point-channel.ts';
import { ApplyOptOuts } from '../texts/apply-opt-outs.ts';
import type { OptOutText } from '../texts/opt-out-text.ts';

/** What somebody found who has read a text. */
export interface ReviewVerdict {
  readonly verdict: Verdict;
  /** Why. */
  readonly reason: string;
  /** The id of the key. */
  readonly by: string;
}

/** Somebody has read a text that may ask for an end: it did, as a STOP does, or it did not, and marketing goes on. */
@Injectable()
export class SettleReview {
  readonly #reviews: Reviews;
  readonly #contactPoints: ContactPoints;
  readonly #applyOptOuts: ApplyOptOuts;

  constructor(
    @Inject(Reviews) reviews: Reviews,
    @Inject(ContactPoints) contactPoints: ContactPoints,
    @Inject(ApplyOptOuts) applyOptOuts: ApplyOptOuts,
  ) {
    this.#reviews = reviews;
    this.#contactPoints = contactPoints;
    this.#applyOptOuts = applyOptOuts;
  }

  /**
   * Who is concerned and has to be locked: the holders of the number, and the number.
   * @throws HermodError REVIEW_NOT_FOUND.
   */
  async concerned(id: string): Promise<string[]> {
    const review = await this.#reviews.lookUp(id);
    if (review === undefined) throw notFound();
    return [...review.recipients, review.addressHash];
  }

  /**
   * The same verdict again changes nothing and is told again. An opt-out counts from when the text was written.
   * @throws HermodError REVIEW_NOT_FOUND, or REVIEW_CONFLICT when another verdict was found before.
   */
  async execute(id: string, found: ReviewVerdict, unit: UnitOfWork): Promise<ReviewRow> {
    await this.#reviews.settle(unit.sql, id, { ...found, at: unit.now });
    const review = await this.#reviews.find(unit.sql, id);
    if (review === undefined) throw notFound();
    if (review.status !== found.verdict) throw conflict(review);
    if (found.verdict === 'opt-out') await this.#optOut(review, unit);
    return review;
  }

  async #optOut(review: ReviewRow, unit: UnitOfWork): Promise<void> {
    const { addressHash, channel, at, provider } = review;
    const text: OptOutText = {
      id: deriveId('review-verdict', review.id),
      meaning: 'opt-out',
      family: contactPointChannel(channel),
      addressHash,
      holder: undefined,
      method: 'review',
      wording: review.words ?? undefined,
      reason: review.reason ?? undefined,
      recordedBy: review.settledBy ?? provider,
      at,
    };
    // Whoever got the number meanwhile is not held; what is decided about them is refused all the same.
    const held = await this.#contactPoints.heldPoints(unit.sql, [addressHash]);
    const copies = held
      .filter(({ recipient }) => unit.holds(recipient))
      .map(({ recipient, contactPoint }) => ({ ...text, holder: { recipient, contactPoint } }));
    await this.#applyOptOuts.execute([text, ...copies], unit);
  }
}

function notFound(): HermodError {
  return new HermodError('REVIEW_NOT_FOUND', 'there is no such review', {
    field: 'id',
    fix: 'take an id from GET /v1/reviews',
  });
}

function conflict({ status }: ReviewRow): HermodError {
  return new HermodError('REVIEW_CONFLICT', `this text was settled before, as ${status}`, {
    field: 'verdict',
    fix: 'record a consent or a withdrawal of the recipient instead',
  });
}
