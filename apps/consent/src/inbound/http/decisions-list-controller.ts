import { type DecisionView, PageQuery, RecipientPath } from '@hermod/api';
import { pageOf, readCursor, Scopes } from '@hermod/http';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { ShowDecisions } from '../../application/decisions/show-decisions.ts';
import type { DecisionRow } from '../../storage/decision-log.ts';

/** When the last decision of a page was made, and about which message. */
const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

@Controller('v1/recipients/:id/decisions')
export class DecisionsListController {
  readonly #showDecisions: ShowDecisions;

  constructor(@Inject(ShowDecisions) showDecisions: ShowDecisions) {
    this.#showDecisions = showDecisions;
  }

  /** Newest first. */
  @Get()
  @Scopes('read')
  async get(
    @Param({ schema: RecipientPath }) path: RecipientPath,
    @Query({ schema: PageQuery }) { limit, next }: PageQuery,
  ): Promise<{ decisions: DecisionView[]; next?: string }> {
    const [decidedAt, messageId] = readCursor(next, Cursor) ?? [];
    const before =
      decidedAt === undefined || messageId === undefined
        ? undefined
        : { decidedAt: new Date(decidedAt), messageId };
    const rows = await this.#showDecisions.execute(path.id, limit + 1, before);
    const { items, ...more } = pageOf(rows, limit, (row) => [row.decidedAt.toISOString(), row.messageId]);
    return { decisions: items.map(toView), ...more };
  }
}

function toView(row: DecisionRow): DecisionView {
  const { messageId, request, channel, purpose, topic, decision, of, until, rule, values, ledger } = row;
  return {
    message: messageId,
    request,
    ...(channel === null ? {} : { channel }),
    ...(purpose === null ? {} : { purpose }),
    ...(topic === null ? {} : { topic }),
    decision,
    ...(of === null ? {} : { of }),
    ...(until === null ? {} : { until: until.toISOString() }),
    why: { rule, values, ...(ledger === null ? {} : { ledger }) },
    decidedAt: row.decidedAt.toISOString(),
  };
}
