import { Instant, JsonObject, RecipientId } from '@hermod/contracts';
import { z } from 'zod';
import { COUNTRY_CODES } from '../country-codes.ts';
import { operation } from '../operation.ts';
import { Problem } from '../problem.ts';
import { findUnstorable, storableText } from '../storable.ts';
import { ContactPointInput, ContactPointView, RestoreInput, TimeZone } from './contact-point.ts';
import { ConsentInput } from './consent-input.ts';
import { RecipientPath } from './recipient-path.ts';

const MAX_CONTACT_POINTS = 50;
const MAX_ATTRIBUTES_BYTES = 16 * 1024;
const MAX_ATTRIBUTES_DEPTH = 8;
/** What upstream may say about a recipient besides addresses: small, flat enough to be looked at by conditions. */
const Attributes = JsonObject.superRefine((attributes, context) => {
  const problem =
    findUnstorable(attributes, MAX_ATTRIBUTES_DEPTH) ??
    (new TextEncoder().encode(JSON.stringify(attributes)).length > MAX_ATTRIBUTES_BYTES
      ? `send at most ${MAX_ATTRIBUTES_BYTES} bytes of attributes`
      : undefined);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** `PUT /v1/recipients/{id}`: the whole of what is to be known of a recipient. */
export const RecipientInput = z
  .strictObject({
    attributes: Attributes.default({}).describe('What conditions and templates see as `recipient`.'),
    timeZone: TimeZone.optional().describe('IANA, such as `Europe/Stockholm`.'),
    country: z
      .string()
      .refine((code) => COUNTRY_CODES.has(code), 'use an ISO 3166 code of two capitals, such as SE')
      .optional()
      .describe('ISO 3166-1 alpha-2, such as `SE`.'),
    region: z
      .string()
      .regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'use an ISO 3166-2 code, such as US-FL')
      .optional()
      .describe('ISO 3166-2, such as `US-FL`: which part of the country they live in.'),
    locale: z
      .string()
      .max(64)
      .refine(isLocale, 'use a BCP 47 language tag, such as sv-SE')
      .optional()
      .describe('BCP 47, such as `sv-SE`.'),
    contactPoints: z.array(ContactPointInput).max(MAX_CONTACT_POINTS).default([]),
  })
  .refine(
    ({ country, region }) => region === undefined || country === undefined || region.startsWith(country),
    {
      path: ['region'],
      message: 'name a region of that country',
    },
  )
  .meta({ id: 'RecipientInput' });
export type RecipientInput = z.infer<typeof RecipientInput>;

export const RecipientView = z
  .object({
    id: RecipientId,
    attributes: JsonObject,
    timeZone: z.string().optional(),
    country: z.string().optional(),
    region: z.string().optional(),
    locale: z.string().optional(),
    contactPoints: z.array(ContactPointView),
    changedAt: Instant,
  })
  .meta({ id: 'Recipient' });
export type RecipientView = z.infer<typeof RecipientView>;

/** What one service has erased. */
export const ServiceErasureView = z
  .object({
    service: z.string(),
    status: z.enum(['pending', 'erased']),
    erasedAt: Instant.optional(),
    erased: z.array(z.string()).describe('What is gone, or will be.'),
    kept: z.array(z.string()).describe('What stays, and why.'),
  })
  .meta({ id: 'ServiceErasure' });
export type ServiceErasureView = z.infer<typeof ServiceErasureView>;

export const ErasureView = z
  .object({
    recipient: RecipientId,
    status: z
      .enum(['erasing', 'erased', 'complete'])
      .describe('`erased`: every service has; `complete`: no copy is left in Kafka either.'),
    erasedAt: Instant.describe('When it was asked for: nothing is sent from then on.'),
    reason: z.string().optional(),
    services: z.array(ServiceErasureView),
    copies: z
      .array(z.object({ where: z.string(), goneBy: Instant }))
      .describe('Copies that end by themselves, and when.'),
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.infer<typeof ErasureView>;

/** One line of an import: what `PUT` takes, whose it is, and what the person has said. */
export const RecipientImportLine = RecipientInput.safeExtend({
  id: RecipientId,
  consents: z.array(ConsentInput).max(50).default([]),
}).meta({ id: 'RecipientImportLine' });
export type RecipientImportLine = z.infer<typeof RecipientImportLine>;

export const RecipientImportView = z
  .object({
    lines: z.int().min(0).describe('Lines that were read, empty ones left out.'),
    accepted: z.int().min(0),
    rejected: z.array(z.object({ line: z.int().min(1), id: z.string().optional(), problem: Problem })),
    stoppedAt: z
      .int()
      .min(1)
      .optional()
      .describe('The first line that was not looked at, because too many before it were rejected.'),
  })
  .meta({ id: 'RecipientImport' });
export type RecipientImportView = z.infer<typeof RecipientImportView>;

/** Why something is asked for, for those who look at it later. */
const Reason = storableText(500).optional();

export const ErasureQuery = z.object({
  reason: Reason.describe('Kept with the erasure; it outlives it, so say nothing of the person.'),
});
export type ErasureQuery = z.infer<typeof ErasureQuery>;

export const ExportReason = z.object({
  reason: Reason.describe('Kept with the export; it outlives an erasure, so say nothing of the person.'),
});
export type ExportReason = z.infer<typeof ExportReason>;

export const ExportView = z
  .object({
    recipient: RecipientId,
    exportedAt: Instant,
    consent: JsonObject.describe(
      'Profile, contact points, preferences, ledger, decisions, suppressions, reviews.',
    ),
    routing: JsonObject.describe('Runs with their timelines, last events and signals, lists.'),
    delivery: JsonObject.describe('Messages with their words, addresses and attempts, and opt-outs.'),
    receipts: JsonObject.describe('Receipts, and texts that came in.'),
  })
  .meta({ id: 'RecipientExport' });
export type ExportView = z.infer<typeof ExportView>;

const ERASURE_STARTED = z.object({ status: z.string().describe('The path of the status resource.') });

export const RECIPIENT_OPERATIONS = {
  putRecipient: operation({
    id: 'putRecipient',
    method: 'PUT',
    path: '/v1/recipients/{id}',
    tag: 'Recipients',
    summary: 'Replaces a recipient',
    description: 'Answered when the other services can know it.',
    scope: 'operate',
    service: 'consent',
    params: RecipientPath,
    body: { 'application/json': RecipientInput },
    answers: {
      200: { what: 'It was replaced.', content: { 'application/json': RecipientView } },
      201: { what: 'It is new.', content: { 'application/json': RecipientView } },
    },
    refusals: [400, 410, 413, 415, 422],
  }),
  getRecipient: operation({
    id: 'getRecipient',
    method: 'GET',
    path: '/v1/recipients/{id}',
    tag: 'Recipients',
    summary: 'Shows a recipient',
    scope: 'read',
    service: 'consent',
    params: RecipientPath,
    answers: { 200: { what: 'The recipient.', content: { 'application/json': RecipientView } } },
    refusals: [400, 404, 410],
  }),
  importRecipients: operation({
    id: 'importRecipients',
    method: 'POST',
    path: '/v1/recipients/import',
    tag: 'Recipients',
    summary: 'Imports recipients and their consents, one JSON object a line',
    description: [
      'A line is what `PUT /v1/recipients/{id}` takes, with `id` and, if there are any, `consents`. Good lines are taken, bad',
      'ones come back with the reason; after 1,000 bad ones it stops. At most 50 MiB, inflated where it comes with',
      '`content-encoding: gzip`. What was taken before an error stays taken.',
    ].join('\n'),
    scope: 'operate',
    service: 'consent',
    body: { 'application/x-ndjson': z.string() },
    answers: {
      200: { what: 'What became of each line.', content: { 'application/json': RecipientImportView } },
    },
    refusals: [400, 413, 415],
  }),
  restoreContactPoint: operation({
    id: 'restoreContactPoint',
    method: 'POST',
    path: '/v1/recipients/{id}/contact-points/{contactPoint}/restore',
    tag: 'Recipients',
    summary: 'Lets a contact point be used again that was found dead or unusable',
    description:
      'Reports from before say nothing any more; a later one marks it anew. It gives no consent and lifts no STOP.',
    scope: 'operate',
    service: 'consent',
    params: RecipientPath.extend({ contactPoint: z.uuid() }),
    body: { 'application/json': RestoreInput },
    answers: { 200: { what: 'The recipient.', content: { 'application/json': RecipientView } } },
    refusals: [400, 404, 410, 413, 415],
  }),
  eraseRecipient: operation({
    id: 'eraseRecipient',
    method: 'DELETE',
    path: '/v1/recipients/{id}',
    tag: 'Recipients',
    summary: 'Erases a recipient',
    description:
      'In every service; the status resource tells how far it is. Nothing is sent from then on, and a STOP still holds for the number. A repeat erases nothing more.',
    scope: 'operate',
    service: 'consent',
    params: RecipientPath,
    query: ErasureQuery,
    answers: { 202: { what: 'It is erased.', content: { 'application/json': ERASURE_STARTED } } },
    refusals: [400, 404],
  }),
  getErasure: operation({
    id: 'getErasure',
    method: 'GET',
    path: '/v1/recipients/{id}/erasure',
    tag: 'Recipients',
    summary: 'Tells what was erased, what stays and why, and when copies are gone',
    description: 'A service that does not answer counts as pending.',
    scope: 'read',
    service: 'gateway',
    params: RecipientPath,
    answers: { 200: { what: 'The erasure.', content: { 'application/json': ErasureView } } },
    refusals: [400, 404, 502, 503, 504],
  }),
  exportRecipient: operation({
    id: 'exportRecipient',
    method: 'GET',
    path: '/v1/recipients/{id}/export',
    tag: 'Recipients',
    summary: 'Exports everything that is known of a recipient',
    description: [
      'One document with what every service knows, all or nothing: where one does not answer, it is a 503 that names it. At most',
      '10,000 rows of each kind and 32 MiB from each service; beyond that it is a 413, and the lists have addresses of their own.',
      'By whom, when and why it was exported is kept.',
    ].join('\n'),
    scope: 'operate',
    service: 'gateway',
    params: RecipientPath,
    query: ExportReason,
    answers: { 200: { what: 'Everything.', content: { 'application/json': ExportView } } },
    refusals: [400, 404, 410, 413, 503],
  }),
} as const;
