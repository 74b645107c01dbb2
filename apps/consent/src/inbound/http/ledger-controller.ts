import {
  LedgerDayPath,
  LedgerDaysQuery,
  type LedgerDayView,
  type LedgerLeafView,
  LedgerLeavesQuery,
  LedgerPartsQuery,
} from '@hermod/api';
import { pageOf, readCursor, Scopes, writeCursor } from '@hermod/http';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { type AuditedPart, type AuditPosition, LedgerAudit } from '../../storage/ledger/ledger-audit.ts';
import { LedgerDays } from '../../storage/ledger/ledger-days.ts';

const PartsCursor = z.union([
  z.tuple([z.string().max(128)]),
  z.tuple([z.string().max(128), z.int32(), z.uuid()]),
]);
const DaysCursor = z.tuple([z.iso.date()]);
const LeavesCursor = z.tuple([z.string().max(128)]);

/** The ledger with its proofs, for audits: whoever reads it computes digests, hashes and roots again. */
@Controller('v1/ledger')
export class LedgerController {
  readonly #audit: LedgerAudit;
  readonly #days: LedgerDays;

  constructor(@Inject(LedgerAudit) audit: LedgerAudit, @Inject(LedgerDays) days: LedgerDays) {
    this.#audit = audit;
    this.#days = days;
  }

  /** Chains, by recipient. */
  @Get('entries')
  @Scopes('admin')
  async entries(
    @Query({ schema: LedgerPartsQuery }) { limit, next, recipient }: LedgerPartsQuery,
  ): Promise<{ parts: readonly AuditedPart[]; next?: string }> {
    const from = toPosition(readCursor(next, PartsCursor));
    const page = await this.#audit.page(limit, from, recipient);
    return { parts: page.parts, ...(page.next === undefined ? {} : { next: fromPosition(page.next) }) };
  }

  /** Days that are over, oldest first. */
  @Get('days')
  @Scopes('admin')
  async days(
    @Query({ schema: LedgerDaysQuery }) { limit, next }: LedgerDaysQuery,
  ): Promise<{ days: readonly LedgerDayView[]; overdue: number; next?: string }> {
    const [after] = readCursor(next, DaysCursor) ?? [];
    const overdue = await this.#days.overdue();
    const { items, ...more } = pageOf(await this.#audit.days(limit + 1, after), limit, ({ day }) => [day]);
    return { days: items, overdue, ...more };
  }

  /** Where the chains ended when a day was over. */
  @Get('days/:day/leaves')
  @Scopes('admin')
  async leaves(
    @Param({ schema: LedgerDayPath }) { day }: LedgerDayPath,
    @Query({ schema: LedgerLeavesQuery }) { limit, next }: LedgerLeavesQuery,
  ): Promise<{ leaves: readonly LedgerLeafView[]; next?: string }> {
    const [after] = readCursor(next, LeavesCursor) ?? [];
    const rows = await this.#audit.leaves(day, limit + 1, after);
    const { items, ...more } = pageOf(rows, limit, ({ recipient }) => [recipient]);
    return { leaves: items, ...more };
  }
}

function toPosition(key: z.infer<typeof PartsCursor> | undefined): AuditPosition | undefined {
  if (key === undefined) return undefined;
  const [recipient, sequence, id] = key;
  return { recipient, sequence, id };
}

function fromPosition({ recipient, sequence, id }: AuditPosition): string {
  return writeCursor(sequence === undefined || id === undefined ? [recipient] : [recipient, sequence, id]);
}
