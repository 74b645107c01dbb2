import { Basis } from '@hermod/consent-policy';
import { Channel, Instant, Name, Purpose, RecipientId } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { nextCursor, PageQuery } from '../page.ts';
import { storableText } from '../storable.ts';
import { ConsentInput, ConsentSource } from './consent-input.ts';
import { RecipientImportView } from './recipients.ts';
import { RecipientPath } from './recipient-path.ts';
import { WhyView } from './why.ts';

export const ConsentView = z
  .object({
    id: z.string(),
    state: z
      .enum(['given', 'withdrawn', 'pending', 'lifted', 'objected'])
      .describe(
        '`pending`: waits for the confirmation of a double opt-in. `lifted`: a START after a STOP. `objected`: a text that may ask for an end.',
      ),
    channel: Channel.optional(),
    purpose: Purpose.optional(),
    topic: Name.optional(),
    contactPoint: z.string().optional().describe('The id of the contact point.'),
    method: z.string(),
    wording: z.string().optional(),
    wordingVersion: z.string().optional(),
    language: z.string().optional(),
    basis: Basis.optional(),
    validUntil: Instant.optional(),
    source: ConsentSource.optional(),
    reason: z.string().optional(),
    at: Instant,
    recordedAt: Instant,
    recordedBy: z.string().optional().describe('The id of the key, or the service, that recorded it.'),
    suppression: z.literal(true).optional().describe('A STOP or START wrote it.'),
    erased: z.literal(true).optional().describe('What was personal is gone.'),
    proof: z
      .object({
        sequence: z.int().min(1).describe('Its place in the chain of the recipient, from 1.'),
        digest: z.string().describe('SHA-256 of the personal fields under their salt, in hex.'),
        hash: z.string().describe('SHA-256 of the entry and the hash before it, in hex.'),
      })
      .describe('What `hermod verify-ledger` computes again.'),
  })
  .meta({ id: 'Consent' });
export type ConsentView = z.infer<typeof ConsentView>;

/** `POST /v1/decisions/preview`: may this be said? */
export const DecisionPreviewInput = z
  .strictObject({
    recipient: RecipientId.optional(),
    contactPoint: storableText(4096)
      .optional()
      .describe('An address: the strictest answer of all who hold it.'),
    channel: Channel,
    purpose: Purpose,
    topic: Name.optional(),
    at: Instant.optional().describe('When it would be said; now when absent.'),
  })
  .refine((asked) => (asked.recipient === undefined) !== (asked.contactPoint === undefined), {
    path: ['recipient'],
    message: 'name either a recipient or a contact point',
  })
  .meta({ id: 'DecisionPreviewInput' });
export type DecisionPreviewInput = z.infer<typeof DecisionPreviewInput>;

export const DecisionPreviewView = z
  .object({
    decision: z.enum(['permitted', 'deferred', 'refused']),
    of: z.enum(['channel', 'recipient']).optional().describe('Refused: what it concerns.'),
    until: Instant.optional(),
    rule: z.string().describe('The rule that decided.'),
    why: WhyView,
  })
  .meta({ id: 'DecisionPreview' });
export type DecisionPreviewView = z.infer<typeof DecisionPreviewView>;

/** One line of an import of consents: what is recorded, and whose it is. */
export const ConsentImportLine = ConsentInput.safeExtend({ recipient: RecipientId }).meta({
  id: 'ConsentImportLine',
});
export type ConsentImportLine = z.infer<typeof ConsentImportLine>;

export const CONSENT_OPERATIONS = {
  importConsents: operation({
    id: 'importConsents',
    method: 'POST',
    path: '/v1/consents/import',
    tag: 'Consents',
    summary: 'Imports consents of recipients who are known, one JSON object a line',
    description: [
      'A line is what `POST /v1/recipients/{id}/consents` takes, with `recipient`. Good lines are recorded, bad ones come back',
      'with the reason; after 1,000 bad ones it stops. At most 50 MiB. The same line again changes nothing.',
    ].join('\n'),
    scope: 'operate',
    service: 'consent',
    body: { 'application/x-ndjson': z.string() },
    answers: {
      200: { what: 'What became of each line.', content: { 'application/json': RecipientImportView } },
    },
    refusals: [400, 413, 415],
  }),
  recordConsent: operation({
    id: 'recordConsent',
    method: 'POST',
    path: '/v1/recipients/{id}/consents',
    tag: 'Consents',
    summary: 'Records what a person said',
    description: 'Answered when nothing that contradicts it can still be permitted.',
    scope: 'operate',
    service: 'consent',
    params: RecipientPath,
    headers: z.object({
      'idempotency-key': storableText(255)
        .optional()
        .describe('A repeat with the same key gives the same answer.'),
    }),
    body: { 'application/json': ConsentInput },
    answers: { 201: { what: 'It stands in the ledger.', content: { 'application/json': ConsentView } } },
    refusals: [400, 404, 409, 410, 413, 415, 422],
  }),
  listConsents: operation({
    id: 'listConsents',
    method: 'GET',
    path: '/v1/recipients/{id}/consents',
    tag: 'Consents',
    summary: 'Shows the ledger of a recipient, newest recording first',
    scope: 'read',
    service: 'consent',
    params: RecipientPath,
    query: PageQuery,
    answers: {
      200: {
        what: 'A page of the ledger.',
        content: { 'application/json': z.object({ consents: z.array(ConsentView), next: nextCursor }) },
      },
    },
    refusals: [400, 404],
  }),
  previewDecision: operation({
    id: 'previewDecision',
    method: 'POST',
    path: '/v1/decisions/preview',
    tag: 'Consents',
    summary: 'Tells whether something may be said to somebody, and why',
    description: 'Changes nothing.',
    scope: 'read',
    service: 'consent',
    body: { 'application/json': DecisionPreviewInput },
    answers: {
      200: { what: 'What would be decided.', content: { 'application/json': DecisionPreviewView } },
    },
    refusals: [400, 404, 410, 413, 415, 422],
  }),
} as const;
