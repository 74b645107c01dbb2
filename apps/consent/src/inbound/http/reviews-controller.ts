import { REVIEW_OPERATIONS, ReviewVerdictInput, type ReviewView } from '@hermod/api';
import { pageOf, readCursor, Scopes } from '@hermod/http';
import { Messaging } from '@hermod/messaging';
import { CONFIG, type ServiceConfig } from '@hermod/service-host';
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { SettleReview } from '../../application/reviews/settle-review.ts';
import { type ReviewRow, Reviews } from '../../storage/reviews.ts';
import { answerWhenPublished } from './answer-when-published.ts';
import { callerOf, type RequestHeaders } from './request-headers.ts';

/** When the last text of a page was written, and its id. */
const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);
const ListQuery = REVIEW_OPERATIONS.listReviews.query;
type ListQuery = z.infer<typeof ListQuery>;
const Path = REVIEW_OPERATIONS.settleReview.params;
type Path = z.infer<typeof Path>;

/** Texts that may ask for an end, for somebody to read. */
@Controller('v1/reviews')
export class ReviewsController {
  readonly #reviews: Reviews;
  readonly #settleReview: SettleReview;
  readonly #messaging: Messaging;
  readonly #principalSecret: string;

  constructor(
    @Inject(Reviews) reviews: Reviews,
    @Inject(SettleReview) settleReview: SettleReview,
    @Inject(Messaging) messaging: Messaging,
    @Inject(CONFIG) config: ServiceConfig,
  ) {
    this.#reviews = reviews;
    this.#settleReview = settleReview;
    this.#messaging = messaging;
    this.#principalSecret = config.principalSecret;
  }

  /** Oldest first. */
  @Get()
  @Scopes('read')
  async list(
    @Query({ schema: ListQuery }) { status, recipient, limit, next }: ListQuery,
  ): Promise<{ reviews: ReviewView[]; next?: string }> {
    const [at, id] = readCursor(next, Cursor) ?? [];
    const after = at === undefined || id === undefined ? undefined : { at: new Date(at), id };
    const rows = await this.#reviews.page({ isOpen: status === 'open', recipient, after, limit: limit + 1 });
    const { items, ...more } = pageOf(rows, limit, (row) => [row.at.toISOString(), row.id]);
    return { reviews: items.map(toView), ...more };
  }

  /** Answered when nothing that the verdict forbids can still be permitted. */
  @Post(':id/settle')
  @HttpCode(200)
  @Scopes('operate')
  async settle(
    @Param({ schema: Path }) { id }: Path,
    @Body({ schema: ReviewVerdictInput }) { verdict, reason }: ReviewVerdictInput,
    @Headers() headers: RequestHeaders,
  ): Promise<ReviewView> {
    const found = { verdict, reason, by: callerOf(headers, this.#principalSecret) };
    const concerned = await this.#settleReview.concerned(id);
    const settled = await answerWhenPublished(this.#messaging, concerned, (unit) =>
      this.#settleReview.execute(id, found, unit),
    );
    return toView(settled);
  }
}

function toView(row: ReviewRow): ReviewView {
  const { id, channel, recipients, words, phrase, provider, at, status } = row;
  return {
    id,
    channel,
    recipients: [...recipients],
    ...(words === null ? {} : { text: words }),
    phrase,
    provider,
    at: at.toISOString(),
    status,
    ...(row.settledAt === null ? {} : { settledAt: row.settledAt.toISOString() }),
    ...(row.settledBy === null ? {} : { settledBy: row.settledBy }),
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
