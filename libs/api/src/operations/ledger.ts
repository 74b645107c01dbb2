import { RecipientId } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { nextCursor } from '../page.ts';

const MOST_ENTRIES = 1_000;
const MOST_LEAVES = 10_000;

const limitOf = (most: number, usual: number) =>
  z.coerce.number<number | string>().int().min(1).max(most).default(usual).describe('How many at most.');

const next = z.string().max(1024).optional().describe('`next` of the page before, exactly as it was given.');

export const LedgerPartsQuery = z.object({
  recipient: RecipientId.optional().describe('Only this one.'),
  limit: limitOf(MOST_ENTRIES, 500),
  next,
});
export type LedgerPartsQuery = z.infer<typeof LedgerPartsQuery>;

export const LedgerDaysQuery = z.object({ limit: limitOf(MOST_ENTRIES, 500), next });
export type LedgerDaysQuery = z.infer<typeof LedgerDaysQuery>;

export const LedgerLeavesQuery = z.object({ limit: limitOf(MOST_LEAVES, 5_000), next });
export type LedgerLeavesQuery = z.infer<typeof LedgerLeavesQuery>;

export const LedgerDayPath = z.object({ day: z.iso.date().describe('UTC, such as `2026-11-22`.') });
export type LedgerDayPath = z.infer<typeof LedgerDayPath>;

const hex = z.string().describe('In hex.');
const sequence = z.int().describe('Its place in the chain of the recipient, from 1.');
const authentic = z.boolean().describe('Its seal, an HMAC that needs HERMOD_SECRET, is right.');
/** As fine as it is kept, because a verification must see every change. */
const exactInstant = z.string().describe('ISO 8601 in UTC with six decimals.');

/** An entry with all that its proof covers: what is kept is told as it is, however it was changed. */
export const AuditedEntryView = z
  .object({
    id: z.string(),
    sequence,
    state: z.string(),
    suppression: z.boolean(),
    channel: z.string(),
    purpose: z.string().optional(),
    topic: z.string().optional(),
    method: z.string(),
    basis: z.string().optional(),
    validUntil: exactInstant.optional(),
    at: exactInstant,
    recordedAt: exactInstant,
    recordedBy: z.string(),
    contactPoint: z.string().optional(),
    wording: z.string().optional(),
    wordingVersion: z.string().optional(),
    language: z.string().optional(),
    source: z.record(z.string(), z.unknown()).optional(),
    reason: z.string().optional(),
    salt: hex.optional().describe('Gone when the entry was erased.'),
    digest: hex,
    hash: hex,
    erased: z.boolean(),
  })
  .meta({ id: 'AuditedEntry' });
export type AuditedEntryView = z.infer<typeof AuditedEntryView>;

export const LedgerPartView = z
  .object({
    recipient: z.string(),
    head: z
      .object({ sequence, hash: hex, authentic })
      .optional()
      .describe('Where the chain ends; absent when there is no record of it.'),
    leaves: z
      .array(z.object({ day: z.string(), sequence, hash: hex }))
      .describe('Where the chain ended when a day was over, behind the part before.'),
    entries: z.array(AuditedEntryView).describe('In their order; the next page may go on with more.'),
  })
  .meta({ id: 'LedgerPart' });
export type LedgerPartView = z.infer<typeof LedgerPartView>;

export const LedgerDayView = z
  .object({
    day: z.string(),
    leaves: z.int().describe('How many chains grew on that day.'),
    root: hex.describe('The Merkle root, in hex; over the day, the root before and every leaf.'),
    before: hex.optional().describe('The root of the day before; absent on the first day.'),
    authentic,
  })
  .meta({ id: 'LedgerDay' });
export type LedgerDayView = z.infer<typeof LedgerDayView>;

export const LedgerLeafView = z
  .object({ recipient: z.string(), sequence, hash: hex })
  .meta({ id: 'LedgerLeaf' });
export type LedgerLeafView = z.infer<typeof LedgerLeafView>;

export const LEDGER_OPERATIONS = {
  listLedgerParts: operation({
    id: 'listLedgerParts',
    method: 'GET',
    path: '/v1/ledger/entries',
    tag: 'Consents',
    summary: 'Shows the whole ledger with its proofs, for an audit',
    description: [
      'By recipient, then in the order of the chain, with the salts: whoever reads it can compute every digest and hash again,',
      'which `hermod verify-ledger` does. Recipients of whom nothing but the end of a chain, or a leaf, is left are shown too.',
    ].join('\n'),
    scope: 'admin',
    service: 'consent',
    query: LedgerPartsQuery,
    answers: {
      200: {
        what: 'A page of the ledger.',
        content: { 'application/json': z.object({ parts: z.array(LedgerPartView), next: nextCursor }) },
      },
    },
    refusals: [400],
  }),
  listLedgerDays: operation({
    id: 'listLedgerDays',
    method: 'GET',
    path: '/v1/ledger/days',
    tag: 'Consents',
    summary: 'Lists the days of the ledger that are closed, oldest first',
    description: 'Keep the newest root somewhere else: it proves every day up to it.',
    scope: 'admin',
    service: 'consent',
    query: LedgerDaysQuery,
    answers: {
      200: {
        what: 'A page of the days.',
        content: {
          'application/json': z.object({
            days: z.array(LedgerDayView),
            overdue: z
              .int()
              .min(0)
              .describe('Days that are over and have no root. Shortly after midnight that is one.'),
            next: nextCursor,
          }),
        },
      },
    },
    refusals: [400],
  }),
  listLedgerLeaves: operation({
    id: 'listLedgerLeaves',
    method: 'GET',
    path: '/v1/ledger/days/{day}/leaves',
    tag: 'Consents',
    summary: 'Lists where the chains ended when a day was over',
    scope: 'admin',
    service: 'consent',
    params: LedgerDayPath,
    query: LedgerLeavesQuery,
    answers: {
      200: {
        what: 'A page of the leaves, in the order in which the root was computed.',
        content: { 'application/json': z.object({ leaves: z.array(LedgerLeafView), next: nextCursor }) },
      },
    },
    refusals: [400],
  }),
} as const;
