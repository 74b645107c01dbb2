import { Instant, SERVICES } from '@hermod/contracts';
import { z } from 'zod';
import { operation } from '../operation.ts';
import { nextCursor, PageQuery } from '../page.ts';

const BACK_SERVICES = ['routing', 'consent', 'delivery', 'receipts'] as const;

export const DeadLetterPath = z.object({ id: z.uuid() });
export type DeadLetterPath = z.infer<typeof DeadLetterPath>;

export const DeadLettersQuery = PageQuery.extend({
  topic: z
    .string()
    .min(1)
    .max(249)
    .optional()
    .describe('A Kafka topic, such as `hermod.domain-events.urgent`.'),
  service: z.enum(BACK_SERVICES).optional(),
});
export type DeadLettersQuery = z.infer<typeof DeadLettersQuery>;

export const DeadLetterSummary = z
  .object({
    id: z.uuid(),
    service: z.enum(SERVICES).describe('Who could not handle it.'),
    topic: z.string().describe('The Kafka topic, partition and offset at which it came.'),
    partition: z.int().min(0),
    offset: z.string(),
    key: z.string().nullable(),
    bytes: z.int().min(0).describe('How large its value was.'),
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    traceId: z.string().optional(),
    deadAt: Instant,
    replayedAt: Instant.optional(),
  })
  .meta({ id: 'DeadLetterSummary' });
export type DeadLetterSummary = z.infer<typeof DeadLetterSummary>;

export const DeadLetterView = DeadLetterSummary.extend({
  headers: z.record(z.string(), z.string()),
  value: z
    .string()
    .nullable()
    .describe('As text; cut when it was too large to be kept. May hold personal data.'),
}).meta({ id: 'DeadLetter' });
export type DeadLetterView = z.infer<typeof DeadLetterView>;

export const DeadLetterPage = z
  .object({
    deadLetters: z.array(DeadLetterSummary),
    next: nextCursor,
    unavailable: z
      .array(z.enum(BACK_SERVICES))
      .optional()
      .describe('Services that can not be reached: their dead letters are missing.'),
  })
  .meta({ id: 'DeadLetterPage' });
export type DeadLetterPage = z.infer<typeof DeadLetterPage>;

export const DEAD_LETTER_OPERATIONS = {
  listDeadLetters: operation({
    id: 'listDeadLetters',
    method: 'GET',
    path: '/v1/dead-letters',
    tag: 'Dead letters',
    summary: 'Lists what could not be handled, newest first',
    scope: 'operate',
    service: 'gateway',
    query: DeadLettersQuery,
    answers: {
      200: { what: 'A page of those of all services.', content: { 'application/json': DeadLetterPage } },
    },
    refusals: [400],
  }),
  getDeadLetter: operation({
    id: 'getDeadLetter',
    method: 'GET',
    path: '/v1/dead-letters/{id}',
    tag: 'Dead letters',
    summary: 'Shows a dead letter with what it held',
    scope: 'operate',
    service: 'gateway',
    params: DeadLetterPath,
    answers: { 200: { what: 'The dead letter.', content: { 'application/json': DeadLetterView } } },
    refusals: [400, 404, 502, 503, 504],
  }),
  replayDeadLetter: operation({
    id: 'replayDeadLetter',
    method: 'POST',
    path: '/v1/dead-letters/{id}/replay',
    tag: 'Dead letters',
    summary: 'Publishes a dead letter once more, as it was',
    description:
      'It goes to its Kafka topic and partition, once, however often it is asked for, and only the service that could not handle it reads it. 422 when it was too large to be kept whole, is no text, or has no key where one is needed.',
    scope: 'operate',
    service: 'gateway',
    params: DeadLetterPath,
    answers: { 202: { what: 'It is on its way.', content: { 'application/json': DeadLetterSummary } } },
    refusals: [400, 404, 422, 502, 503, 504],
  }),
} as const;
